#include "common/json_reader.hpp"
#include "serve/api/openapi.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::serve;

TEST_CASE("The document has each endpoint with its parameters, body, answers and roles") {
    Endpoint endpoint;
    endpoint.method = Method::post;
    endpoint.path = "/api/v1/things/{thing_id}";
    endpoint.name = "add_thing";
    endpoint.summary = "Add a thing";
    endpoint.roles = {Role::admin};
    endpoint.body_kind = BodyKind::json;
    endpoint.body = object_of({required("name", text_of(1, 10))});
    endpoint.query = {{"limit", integer_of(1, 200)}};
    endpoint.answers = {{201, "It is there", object_of({required("id", text_of(1, 64))})}};

    const std::string text = openapi_document({endpoint}, "1.2.3");

    JsonReader reader;
    const JsonValue document = reader.parse(text, "document");
    CHECK(document.text_at("openapi") == "3.1.0");
    const auto operation = document.find("paths")->find("/api/v1/things/{thing_id}")->find("post");
    REQUIRE(operation);
    CHECK(operation->text_at("operationId") == "add_thing");
    CHECK(operation->find("x-roles")->json() == R"(["admin"])");
    CHECK(operation->find("security")->json() == R"([{"token":[]},{"key":[]}])");
    std::string names;
    operation->find("parameters")->each_element([&](const JsonValue& parameter) {
        names += *parameter.text_at("name") + " ";
    });
    CHECK(names == "thing_id limit Idempotency-Key ");
    CHECK(operation->find("requestBody")->json().find(R"("required":["name"])") !=
          std::string::npos);
    CHECK(operation->find("responses")->find("201"));
    CHECK(operation->find("requestBody")->json().find(R"("example":{"name":"text"})") !=
          std::string::npos);
    CHECK(operation->find("responses")->find("default"));
}

TEST_CASE("An open endpoint asks for no token") {
    Endpoint endpoint;
    endpoint.path = "/healthz";
    endpoint.name = "health";
    endpoint.open = true;

    const std::string text = openapi_document({endpoint}, "1");

    CHECK(text.find(R"("security":[])") != std::string::npos);
}
