#include "serve/api/answers.hpp"

#include <algorithm>

namespace ecg::serve {
namespace {

constexpr int busy_retry_s = 2;
constexpr int full_retry_s = 60;

void add_json_headers(Response& response) {
    response.headers.reserve(8); // the door adds some
    response.headers.push_back({"Content-Type", "application/json"});
    response.headers.push_back({"Cache-Control", "no-store"});
}

} // namespace

Response answer_of(const Refusal& refusal) {
    Response response;
    response.status = refusal.status;
    add_json_headers(response);
    if (refusal.retry_after_s) {
        response.headers.push_back({"Retry-After", std::to_string(*refusal.retry_after_s)});
    }
    if (refusal.status == 401) {
        response.headers.push_back({"WWW-Authenticate", "Bearer"});
    }
    JsonWriter json{response.body};
    json.begin_object().member("status", "error").member("code", refusal.code);
    json.member("message", refusal.message).key("details").begin_array();
    for (const Problem& problem : refusal.details) {
        json.begin_object().member("field", problem.field).member("message", problem.message);
        json.end_object();
    }
    json.end_array().end_object();
    return response;
}

Response success(int status, const std::function<void(JsonWriter&)>& write) {
    Response response;
    response.status = status;
    add_json_headers(response);
    JsonWriter json{response.body};
    json.begin_object().member("status", "success");
    write(json);
    json.end_object();
    return response;
}

Schema success_of(std::vector<Member> members) {
    members.insert(members.begin(), required("status", choice_of({"success"})));
    return object_of(std::move(members));
}

Refusal not_found() {
    return {404, "not_found", "there is no such thing, or it is not yours"};
}

Refusal refusal_of(Verdict verdict) {
    switch (verdict) {
    case Verdict::forbidden:
        return {403, "forbidden", "your role does not allow that"};
    case Verdict::conflict:
        return {409, "conflict", "it is taken already"};
    case Verdict::ended:
        return {409, "session_ended", "the session has ended"};
    case Verdict::key_reused:
        return {422, "idempotency_key_reused",
                "this Idempotency-Key came before with another request"};
    case Verdict::token_used:
        return {401, "invalid_token", "the refresh token is not valid"};
    case Verdict::disk_full:
        return {
            507, "storage_full", "the server's disk is full: nothing was stored", {}, full_retry_s};
    case Verdict::unavailable:
        return {503, "unavailable", "nothing was stored: try again", {}, busy_retry_s};
    case Verdict::not_found:
    case Verdict::done:
    case Verdict::repeated:
        break;
    }
    return not_found();
}

Refusal refusal_of(TokenFault fault) {
    if (fault == TokenFault::expired) {
        return {401, "token_expired",
                "the token has expired: ask for a new one with the refresh token"};
    }
    return {401, "unauthorized", "a valid token is needed: Authorization: Bearer, or X-API-Key"};
}

Refusal refusal_of(std::vector<Problem> problems) {
    const bool wrong_form = std::any_of(problems.begin(), problems.end(),
                                        [](const Problem& p) { return p.wrong_form; });
    std::string message = "the request is not as it should be";
    if (!problems.empty()) {
        const Problem& first = problems.front();
        message = (first.field.empty() ? "the body" : first.field) + " " + first.message;
    }
    return {wrong_form ? 400 : 422, wrong_form ? "invalid_request" : "out_of_range",
            std::move(message), std::move(problems)};
}

} // namespace ecg::serve
