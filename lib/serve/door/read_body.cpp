#include "serve/door/read_body.hpp"

#include "common/error.hpp"
#include "common/text.hpp"
#include "serve/api/body_readers.hpp"
#include "serve/api/query_check.hpp"

#include <algorithm>

namespace ecg::serve {
namespace {

constexpr std::size_t longest_key = 128;

bool is_key(std::string_view text) {
    return !text.empty() && text.size() <= longest_key &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

std::string media_type_of(const Request& request) {
    const std::string_view type = request.header("Content-Type").value_or("");
    return to_lower(trim(type.substr(0, type.find(';'))));
}

std::optional<Refusal> check_type(const Endpoint& endpoint, const Request& request) {
    const std::string_view wanted =
        endpoint.body_kind == BodyKind::json ? "application/json" : "multipart/form-data";
    if (media_type_of(request) == wanted) {
        return std::nullopt;
    }
    return Refusal{415, "unsupported_media_type",
                   "the Content-Type must be " + std::string{wanted}};
}

std::optional<Refusal> read_json(const Endpoint& endpoint, Call& call) {
    try {
        call.reader = borrow_reader(call.request.body.size());
        call.body = call.reader->parse_in_place(call.request.body, "body");
    } catch (const Error&) {
        return Refusal{400, "invalid_json", "the body is no JSON"};
    }
    std::vector<Problem> problems = problems_of(call.body, endpoint.body);
    return problems.empty() ? std::nullopt : std::optional{refusal_of(std::move(problems))};
}

std::optional<Refusal> read_key(Call& call) {
    if (const auto key = call.request.header("Idempotency-Key")) {
        if (!is_key(*key)) {
            return Refusal{400, "invalid_request",
                           "Idempotency-Key must have 1 to 128 printable ASCII characters"};
        }
        call.key = *key;
    }
    return std::nullopt;
}

} // namespace

std::optional<Refusal> read_request(const Endpoint& endpoint, Call& call) {
    CheckedQuery query = check_query(call.request.query, endpoint.query);
    if (!query.problems.empty()) {
        return refusal_of(std::move(query.problems));
    }
    call.query = std::move(query.values);
    if (auto refusal = read_key(call)) {
        return refusal;
    }
    if (endpoint.body_kind == BodyKind::none) {
        return std::nullopt;
    }
    if (auto refusal = check_type(endpoint, call.request)) {
        return refusal;
    }
    if (call.request.body.size() > endpoint.body_limit) {
        return Refusal{413, "too_large",
                       "the body has more than " + std::to_string(endpoint.body_limit) + " bytes"};
    }
    return endpoint.body_kind == BodyKind::json ? read_json(endpoint, call) : std::nullopt;
}

} // namespace ecg::serve
