#include "serve/api/openapi.hpp"

#include "common/json_writer.hpp"
#include "common/text.hpp"
#include "serve/api/example.hpp"
#include "serve/store/role.hpp"

#include <map>

namespace ecg::serve {
namespace {

/// Which endpoints may refuse so.
enum class Refuses { all, those_of_users, those_with_a_body, files };

struct RefusalForm {
    int status;
    Refuses who;
    const char* description;
};

constexpr RefusalForm refusals[] = {
    {400, Refuses::those_of_users, "The request is malformed"},
    {401, Refuses::those_of_users, "No valid token"},
    {403, Refuses::all, "Your role does not allow that"},
    {404, Refuses::those_of_users, "There is no such thing, or it is not yours"},
    {408, Refuses::those_with_a_body, "The request did not arrive in time"},
    {409, Refuses::those_of_users, "It is taken, or has ended"},
    {413, Refuses::those_with_a_body, "The body is too long"},
    {415, Refuses::those_with_a_body, "The body is of another type"},
    {416, Refuses::files, "The file is shorter than that"},
    {422, Refuses::those_with_a_body, "A value is out of its range"},
    {429, Refuses::those_of_users, "Too many requests: Retry-After says when to come back"},
    {500, Refuses::those_of_users, "What is stored is damaged"},
    {503, Refuses::all, "Not now: Retry-After says when to come back"},
    {507, Refuses::those_with_a_body, "The server's disk is full: nothing was stored"},
};

bool may_refuse(const Endpoint& endpoint, Refuses who) {
    switch (who) {
    case Refuses::those_of_users:
        return endpoint.audited != Audited::never;
    case Refuses::those_with_a_body:
        return endpoint.body_kind != BodyKind::none;
    case Refuses::files:
        return endpoint.takes_token;
    case Refuses::all:
        break;
    }
    return true;
}

/// "#/components/responses/Refusal404": where a status is described.
std::string component_of(int status) {
    return "Refusal" + std::to_string(status);
}

Schema error_schema() {
    const Schema detail =
        object_of({required("field", text_of(0, 1000)), required("message", text_of(0, 1000))});
    return object_of({required("status", choice_of({"error"})),
                      required("code", text_of(1, 64, "for programs")),
                      required("message", text_of(1, 1000, "for people")),
                      required("details", list_of(detail, 0, 100))});
}

void write_content(JsonWriter& json, const std::string& type, const Schema& schema) {
    json.key("content").begin_object().key(type).begin_object().key("schema");
    write_schema(json, schema);
    if (type == "application/json" && !schema.members.empty()) {
        json.key("example");
        write_example(json, schema);
    }
    json.end_object().end_object();
}

void write_parameters(JsonWriter& json, const Endpoint& endpoint) {
    json.key("parameters").begin_array();
    for (const std::string_view segment : split(endpoint.path, '/')) {
        if (segment.starts_with('{')) {
            json.begin_object().member("name", segment.substr(1, segment.size() - 2));
            json.member("in", "path").member("required", true).key("schema");
            write_schema(json, text_of(1, 128));
            json.end_object();
        }
    }
    for (const QueryParameter& parameter : endpoint.query) {
        json.begin_object().member("name", parameter.name).member("in", "query").key("schema");
        write_schema(json, parameter.schema);
        json.end_object();
    }
    if (endpoint.method != Method::get && endpoint.takes_key) {
        json.begin_object().member("name", "Idempotency-Key").member("in", "header");
        json.member("description", "A request that comes again is answered as the first time");
        json.key("schema");
        write_schema(json, text_of(1, 128));
        json.end_object();
    }
    json.end_array();
}

void write_body(JsonWriter& json, const Endpoint& endpoint) {
    if (endpoint.body_kind == BodyKind::none) {
        return;
    }
    json.key("requestBody").begin_object().member("required", true);
    write_content(json,
                  endpoint.body_kind == BodyKind::json ? "application/json" : "multipart/form-data",
                  endpoint.body);
    json.end_object();
}

void write_reference(JsonWriter& json, const std::string& key, const std::string& component) {
    json.key(key).begin_object().member("$ref", "#/components/responses/" + component).end_object();
}

void write_answers(JsonWriter& json, const Endpoint& endpoint) {
    json.key("responses").begin_object();
    for (const AnswerForm& answer : endpoint.answers) {
        json.key(std::to_string(answer.status)).begin_object();
        json.member("description", answer.description);
        if (!answer.content_type.empty()) {
            write_content(json, answer.content_type, answer.schema);
        }
        json.end_object();
    }
    for (const RefusalForm& refusal : refusals) {
        if (may_refuse(endpoint, refusal.who)) {
            write_reference(json, std::to_string(refusal.status), component_of(refusal.status));
        }
    }
    write_reference(json, "default", "Refusal");
    json.end_object();
}

/// One of them is enough; {} is nothing at all.
void write_security(JsonWriter& json, const Endpoint& endpoint) {
    json.key("security").begin_array();
    if (endpoint.open && endpoint.takes_token) {
        json.begin_object().end_object();
    }
    if (!endpoint.open || endpoint.takes_token) {
        for (const char* scheme : {"token", "key"}) {
            json.begin_object().key(scheme).begin_array().end_array().end_object();
        }
    }
    json.end_array();
}

void write_operation(JsonWriter& json, const Endpoint& endpoint) {
    json.key(to_lower(name_of(endpoint.method))).begin_object();
    json.member("operationId", endpoint.name).member("summary", endpoint.summary);
    write_security(json, endpoint);
    if (!endpoint.roles.empty()) {
        json.key("x-roles").begin_array();
        for (const Role role : endpoint.roles) {
            json.value(name_of(role));
        }
        json.end_array();
    }
    write_parameters(json, endpoint);
    write_body(json, endpoint);
    write_answers(json, endpoint);
    json.end_object();
}

void write_paths(JsonWriter& json, const std::vector<Endpoint>& endpoints) {
    std::map<std::string, std::vector<const Endpoint*>> by_path;
    for (const Endpoint& endpoint : endpoints) {
        by_path[endpoint.path].push_back(&endpoint);
    }
    json.key("paths").begin_object();
    for (const auto& [path, operations] : by_path) {
        json.key(path).begin_object();
        for (const Endpoint* endpoint : operations) {
            write_operation(json, *endpoint);
        }
        json.end_object();
    }
    json.end_object();
}

void write_refusal(JsonWriter& json, const std::string& component, const char* description) {
    json.key(component).begin_object().member("description", description);
    write_content(json, "application/json", error_schema());
    json.end_object();
}

void write_components(JsonWriter& json) {
    json.key("components").begin_object();
    json.key("securitySchemes").begin_object().key("token").begin_object();
    json.member("type", "http").member("scheme", "bearer").member("bearerFormat", "JWT");
    json.end_object().key("key").begin_object();
    json.member("type", "apiKey").member("in", "header").member("name", "X-API-Key");
    json.end_object().end_object();
    json.key("responses").begin_object();
    for (const RefusalForm& refusal : refusals) {
        write_refusal(json, component_of(refusal.status), refusal.description);
    }
    write_refusal(json, "Refusal", "Refused before it came to this endpoint");
    json.end_object().end_object();
}

} // namespace

std::string openapi_document(const std::vector<Endpoint>& endpoints, const std::string& version) {
    std::string out;
    JsonWriter json{out};
    json.begin_object().member("openapi", "3.1.0");
    json.key("info").begin_object().member("title", "ecg-serve").member("version", version);
    json.member("description", "Users, sessions, metrics, waveforms and reports of ECG recorders. "
                               "Not a medical device.");
    json.end_object();
    write_paths(json, endpoints);
    write_components(json);
    json.end_object();
    return out;
}

} // namespace ecg::serve
