// One row of the API: what it takes, who may call it, what it answers.
#pragma once

#include "common/json_reader.hpp"
#include "serve/api/answers.hpp"
#include "serve/api/schema.hpp"
#include "serve/http/message.hpp"
#include "serve/store/records.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::serve {

/// Whose data a call touched, for the audit log: the endpoint says so before it answers.
struct Touched {
    std::string who;  ///< user id, of an endpoint at which nobody is known before: a login
    std::string whom; ///< user id of the patient
    std::string what; ///< id of the session or report; "" = what the path names
};

/// A request that passed the door: its endpoint is known, its caller is, its body fits the schema.
struct Call {
    Request request;
    std::map<std::string, std::string, std::less<>> path; ///< "session_id" -> its value, decoded
    std::map<std::string, std::string, std::less<>> query;
    Actor caller;                       ///< of an open endpoint: nobody
    std::string family;                 ///< of the login that the caller's token is of; "" = none
    std::string key;                    ///< Idempotency-Key; "" = none
    std::shared_ptr<JsonReader> reader; ///< holds what body views
    JsonValue body;                     ///< of a JSON endpoint
    std::shared_ptr<Touched> touched = std::make_shared<Touched>();
};

enum class BodyKind { none, json, multipart };

/// How the audit log tells of calls.
enum class Audited {
    never,   ///< nothing of anybody's is shown or changed
    reads,   ///< shows somebody's data: nothing is sent before its line is kept
    changes, ///< a line each
    samples, ///< what recorders send every few seconds: a line a minute
};

struct QueryParameter {
    std::string name;
    Schema schema; ///< numbers and moments are written as text
};

/// An answer for the documentation and the contract tests.
struct AnswerForm {
    int status = 200;
    std::string description;
    Schema schema;
    std::string content_type = "application/json"; ///< "" = without a body
};

struct Endpoint {
    Method method = Method::get;
    std::string path;          ///< "/api/v1/sessions/{session_id}/metrics"
    std::string name;          ///< "add_metrics": operationId, label of metrics and logs
    std::string summary;       ///< a line for people
    bool open = false;         ///< needs no token
    bool takes_token = false;  ///< of an open one: a token that is there is looked at
    bool takes_key = true;     ///< of a POST or PATCH: keeps its Idempotency-Key
    std::vector<Role> roles{}; ///< who may call it; empty: everybody who is logged in
    Audited audited = Audited::changes;
    BodyKind body_kind = BodyKind::none;
    Schema body{};
    std::size_t body_limit = std::size_t{64} << 10; ///< bytes, unpacked
    std::vector<QueryParameter> query{};
    std::vector<AnswerForm> answers{}; ///< of success; refusals are the same everywhere
    /// Does not block; throws nothing. Answers once.
    std::function<void(Call, Answer)> run{};
};

} // namespace ecg::serve
