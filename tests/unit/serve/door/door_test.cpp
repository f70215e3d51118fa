#include "common/json_reader.hpp"
#include "serve/audit/audit_log.hpp"
#include "serve/audit/audit_tally.hpp"
#include "serve/auth/access_tokens.hpp"
#include "serve/auth/api_keys.hpp"
#include "serve/auth/revocations.hpp"
#include "serve/door/door.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

#include <filesystem>
#include <future>

using namespace ecg;
using namespace ecg::serve;
using namespace ecg::test;

namespace {

constexpr Moment now{1'736'339'696'789'000};

/// A door before a few endpoints that say what reached them.
struct House {
    static std::vector<Endpoint> some_endpoints() {
        std::vector<Endpoint> endpoints;
        endpoints.push_back({.method = Method::post,
                             .path = "/open",
                             .name = "open",
                             .summary = "",
                             .open = true,
                             .body_kind = BodyKind::json,
                             .body = object_of({required("size", integer_of(1, 9))}),
                             .body_limit = 100,
                             .run = [](const Call& call, const Answer& answer) {
                                 answer({200, {}, "open " + call.body.json()});
                             }});
        endpoints.push_back({.path = "/things/{thing_id}",
                             .name = "read_thing",
                             .summary = "",
                             .audited = Audited::reads,
                             .query = {{"limit", integer_of(1, 9)}},
                             .run = [](const Call& call, const Answer& answer) {
                                 call.touched->whom = "anna";
                                 answer({200, {}, call.caller.user_id + call.path.at("thing_id")});
                             }});
        endpoints.push_back({.path = "/staff",
                             .name = "staff",
                             .summary = "",
                             .roles = {Role::admin},
                             .run = [](const Call&, const Answer& answer) {
                                 answer({200, {}, "staff"});
                             }});
        return endpoints;
    }

    std::string token(const std::string& user, Role role = Role::patient) {
        AccessClaims claims;
        claims.user_id = user;
        claims.role = role;
        claims.family = "family";
        return "Bearer " + tokens.issue(claims, now);
    }

    Response ask(Method method, const std::string& path, Headers headers = {},
                 const std::string& body = "") {
        Request request;
        request.id = "r1";
        request.method = method;
        request.path = path.substr(0, path.find('?'));
        request.query = path.find('?') == std::string::npos ? "" : path.substr(path.find('?') + 1);
        request.headers = std::move(headers);
        request.body = body;
        request.address = "192.0.2.7";
        std::promise<Response> came;
        door.take(std::move(request),
                  [&](Response response) { came.set_value(std::move(response)); });
        return came.get_future().get();
    }

    static Clock clock() {
        return [] { return now; };
    }

    TemporaryFolder folder;
    KeyRing audit_ring = open_key_ring(folder.path("keys"), "audit", now);
    AuditLog audit{{.folder = folder.path("audit")}, audit_ring, clock()};
    AuditTally tally{audit, clock()};
    AccessTokens tokens{open_key_ring(folder.path("keys"), "tokens", now), {}};
    MemoryRevocations revocations;
    ApiKeys keys;
    MemoryRateLimiter limiter{clock()};
    std::vector<Endpoint> endpoints = some_endpoints();
    Door door{endpoints,
              {{tokens, revocations, keys}, limiter, audit, tally, clock()},
              {{"user", 1, 3}, {"address", 1, 2}}};
};

std::string header(const Response& response, std::string_view name) {
    return std::string{find_header(response.headers, name).value_or("")};
}

std::string code(const Response& response) {
    JsonReader reader;
    return reader.parse(response.body, "answer").text_at("code").value_or("");
}

const Headers as_json{{"Content-Type", "application/json; charset=utf-8"}};

} // namespace

TEST_CASE("What has no endpoint is not found, another method is told which there are") {
    House house;

    CHECK(house.ask(Method::get, "/nothing").status == 404);
    const Response wrong = house.ask(Method::post, "/staff");
    CHECK(wrong.status == 405);
    CHECK(header(wrong, "Allow") == "GET, HEAD, OPTIONS");
    const Response options = house.ask(Method::options, "/staff");
    CHECK(options.status == 204);
    CHECK(options.body.empty());
    CHECK(house.door.body_limit(Method::post, "/open") == 100);
}

TEST_CASE("A token or a key says who asks; without one the endpoint is not reached") {
    House house;
    const NewApiKey key = new_api_key();
    house.keys.use({{key.digest, "ward", Role::device, "w", now}});

    CHECK(house.ask(Method::get, "/things/t1", {{"Authorization", house.token("anna")}}).body ==
          "annat1");
    CHECK(house.ask(Method::get, "/things/t1", {{"X-API-Key", key.key}}).body == "wardt1");
    const Response none = house.ask(Method::get, "/things/t1");
    CHECK(none.status == 401);
    CHECK(header(none, "WWW-Authenticate") == "Bearer realm=\"ecg\"");
    CHECK(house.ask(Method::get, "/things/t1", {{"X-API-Key", "ecgk_wrong"}}).status == 401);
}

TEST_CASE("A role that an endpoint is not for is forbidden") {
    House house;

    CHECK(house.ask(Method::get, "/staff", {{"Authorization", house.token("anna")}}).status == 403);
    CHECK(house.ask(Method::get, "/staff", {{"Authorization", house.token("ada", Role::admin)}})
              .body == "staff");
}

TEST_CASE("A body has its type, its form and its limit, a query its values") {
    House house;

    CHECK(house.ask(Method::post, "/open", as_json, R"({"size":5})").body == R"(open {"size":5})");
    House other; // two requests an address are allowed at once
    CHECK(other.ask(Method::post, "/open", {}, "{}").status == 415);
    CHECK(code(other.ask(Method::post, "/open", as_json, "{")) == "invalid_json");
    House third;
    CHECK(third.ask(Method::post, "/open", as_json, R"({"size":10})").status == 422);
    CHECK(third.ask(Method::post, "/open", as_json, std::string(101, ' ')).status == 413);
    CHECK(
        third.ask(Method::get, "/things/t?limit=0", {{"Authorization", third.token("a")}}).status ==
        400);
}

TEST_CASE("An Idempotency-Key comes back with its answer, and one that is none is refused") {
    House house;
    Headers headers = as_json;
    headers.push_back({"Idempotency-Key", "k-1"});

    CHECK(header(house.ask(Method::post, "/open", headers, R"({"size":5})"), "Idempotency-Key") ==
          "k-1");
    headers.back().value = "two words";
    const Response refused = house.ask(Method::post, "/open", headers, R"({"size":5})");
    CHECK(refused.status == 400);
    CHECK(header(refused, "Idempotency-Key").empty());
}

TEST_CASE("Whoever asks too much waits, by account when it is known and by address when not") {
    House house;
    const Headers anna{{"Authorization", house.token("anna")}};
    for (int i = 0; i < 3; ++i) {
        CHECK(house.ask(Method::get, "/things/t", anna).status == 200);
    }
    const Response surplus = house.ask(Method::get, "/things/t", anna);
    CHECK(surplus.status == 429);
    CHECK(header(surplus, "Retry-After") == "1");
    CHECK(house.ask(Method::get, "/things/t", {{"Authorization", house.token("bert")}}).status ==
          200);

    CHECK(house.ask(Method::get, "/things/t").status == 401);
    CHECK(house.ask(Method::get, "/things/t").status == 401);
    CHECK(house.ask(Method::get, "/things/t").status == 429);
}

TEST_CASE("What is shown is in the audit log before it is sent, with who saw whose") {
    House house;

    CHECK(house.ask(Method::get, "/things/t1", {{"Authorization", house.token("cleo")}}).status ==
          200);

    const std::string log = house.folder.bytes("audit/audit.jsonl");
    CHECK(log.find(R"("who":"cleo","role":"patient","action":"read_thing","whom":"anna",)"
                   R"("what":"t1","address":"192.0.2.7","result":"done","request":"r1")") !=
          std::string::npos);
}
