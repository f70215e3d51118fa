#include "serve/api/openapi.hpp"

#include "common/json_writer.hpp"
#include "common/text.hpp"
#include "serve/store/role.hpp"

#include <map>

namespace ecg::serve {
namespace {

/// What any endpoint may answer when it refuses.
struct RefusalForm {
    int status;
    const char* description;
};

constexpr RefusalForm refusals[] = {
    {400, "The request is malformed"},
    {401, "No valid token"},
    {403, "Your role does not allow that"},
    {404, "There is no such thing, or it is not yours"},
    {408, "The request did not arrive in time"},
    {409, "It is taken, or has ended"},
    {413, "The body is too long"},
    {415, "The body is of another type"},
    {422, "A value is out of its range"},
    {429, "Too many requests: Retry-After says when to come back"},
    {500, "A fault of the server"},
    {503, "Not now: Retry-After says when to come back"},
    {507, "The server's disk is full: nothing was stored"},
};

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
    if (endpoint.method == Method::post) {
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

void write_answers(JsonWriter& json, const Endpoint& endpoint) {
    json.key("responses").begin_object();
    for (const AnswerForm& answer : endpoint.answers) {
        json.key(std::to_string(answer.status)).begin_object();
        json.member("description", answer.description);
        write_content(json, answer.content_type, answer.schema);
        json.end_object();
    }
    json.key("default").begin_object().member("$ref", "#/components/responses/Refusal");
    json.end_object().end_object();
}

void write_operation(JsonWriter& json, const Endpoint& endpoint) {
    json.key(to_lower(name_of(endpoint.method))).begin_object();
    json.member("operationId", endpoint.name).member("summary", endpoint.summary);
    json.key("security").begin_array();
    if (!endpoint.open) {
        json.begin_object().key("token").begin_array().end_array().end_object();
    }
    json.end_array();
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

void write_components(JsonWriter& json) {
    std::string statuses = "One of";
    for (const RefusalForm& refusal : refusals) {
        statuses.append(" ").append(std::to_string(refusal.status)).append(": ");
        statuses.append(refusal.description).append(".");
    }
    json.key("components").begin_object();
    json.key("securitySchemes").begin_object().key("token").begin_object();
    json.member("type", "http").member("scheme", "bearer").member("bearerFormat", "JWT");
    json.end_object().end_object();
    json.key("responses").begin_object().key("Refusal").begin_object();
    json.member("description", statuses);
    write_content(json, "application/json", error_schema());
    json.end_object().end_object().end_object();
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
