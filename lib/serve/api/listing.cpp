#include "serve/api/listing.hpp"

#include "common/text.hpp"

namespace ecg::serve {

std::vector<QueryParameter> page_parameters() {
    return {{"limit", integer_of(1, most_listed, "how many at most; 50 where it is absent")},
            {"offset", integer_of(0, 1e9, "how many to pass over")}};
}

Page page_of(const Call& call) {
    Page page;
    if (const auto limit = call.query.find("limit"); limit != call.query.end()) {
        page.limit = static_cast<std::size_t>(*parse_integer(limit->second));
    }
    if (const auto offset = call.query.find("offset"); offset != call.query.end()) {
        page.offset = static_cast<std::size_t>(*parse_integer(offset->second));
    }
    return page;
}

AnswerForm list_form(const char* name, Schema element) {
    return {
        200, "A page of them, newest first",
        success_of({required("total", integer_of(0, 1e15)), required("limit", integer_of(1, 200)),
                    required("offset", integer_of(0, 1e9)),
                    required(name, list_of(std::move(element), 0, most_listed))})};
}

} // namespace ecg::serve
