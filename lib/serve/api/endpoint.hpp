// One row of the API: what it takes, who may call it, what it answers.
#pragma once

#include "common/json_reader.hpp"
#include "serve/api/answers.hpp"
#include "serve/api/schema.hpp"
#include "serve/http/message.hpp"
#include "serve/store/records.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::serve {

/// A request that passed the door: its endpoint is known, its caller is, its body fits the schema.
struct Call {
    Request request;
    std::map<std::string, std::string, std::less<>> path; ///< "session_id" -> its value, decoded
    std::map<std::string, std::string, std::less<>> query;
    Actor caller;          ///< of an open endpoint: nobody
    std::string token_id;  ///< of the caller's access token; "" = none
    std::string key;       ///< Idempotency-Key; "" = none
    JsonReader reader{16}; ///< holds what body views
    JsonValue body;        ///< of a JSON endpoint
};

enum class BodyKind { none, json, multipart };

struct QueryParameter {
    std::string name;
    Schema schema; ///< numbers and moments are written as text
};

/// An answer for the documentation and the contract tests.
struct AnswerForm {
    int status = 200;
    std::string description;
    Schema schema;
    std::string content_type = "application/json";
};

struct Endpoint {
    Method method = Method::get;
    std::string path;          ///< "/api/v1/sessions/{session_id}/metrics"
    std::string name;          ///< "add_metrics": operationId, label of metrics and logs
    std::string summary;       ///< a line for people
    bool open = false;         ///< needs no token
    std::vector<Role> roles{}; ///< who may call it; empty: everybody who is logged in
    BodyKind body_kind = BodyKind::none;
    Schema body{};
    std::size_t body_limit = std::size_t{64} << 10; ///< bytes, unpacked
    std::vector<QueryParameter> query{};
    std::vector<AnswerForm> answers{}; ///< of success; refusals are the same everywhere
    /// Does not block; throws nothing. Answers once.
    std::function<void(Call, Answer)> run{};
};

} // namespace ecg::serve
