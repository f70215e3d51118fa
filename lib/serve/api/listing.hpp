// Pages of lists: ?limit=50&offset=0.
#pragma once

#include "serve/api/endpoint.hpp"
#include "serve/store/store.hpp"

#include <functional>
#include <string_view>
#include <vector>

namespace ecg::serve {

inline constexpr std::size_t most_listed = 200;

std::vector<QueryParameter> page_parameters();

/// What the call's query asks for; it was held against page_parameters() before.
Page page_of(const Call& call);

/// 200 {"status", "total", "limit", "offset", NAME: [what write makes of each row]}
template <class Record>
Response list_answer(std::string_view name, const Page& page, const Listing<Record>& listing,
                     const std::function<void(JsonWriter&, const Record&)>& write) {
    return success(200, [&](JsonWriter& json) {
        json.member("total", listing.total).member("limit", page.limit);
        json.member("offset", page.offset).key(name).begin_array();
        for (const Record& record : listing.rows) {
            write(json, record);
        }
        json.end_array();
    });
}

/// The form of that answer.
AnswerForm list_form(const char* name, Schema element);

} // namespace ecg::serve
