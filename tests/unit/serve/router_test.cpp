#include "serve/api/router.hpp"
#include "support/catch.hpp"

using namespace ecg::serve;

namespace {

Endpoint endpoint(Method method, std::string path) {
    Endpoint made;
    made.method = method;
    made.path = std::move(path);
    return made;
}

const std::vector<Endpoint> endpoints{
    endpoint(Method::get, "/api/v1/users/{user_id}"),
    endpoint(Method::patch, "/api/v1/users/{user_id}"),
    endpoint(Method::get, "/api/v1/users/{user_id}/sessions"),
    endpoint(Method::post, "/api/v1/sessions/start"),
    endpoint(Method::get, "/healthz"),
};

} // namespace

TEST_CASE("A path leads to its endpoint, with the values of its names") {
    const Router router{endpoints};

    const auto found = router.find(Method::patch, "/api/v1/users/4711");

    REQUIRE(std::holds_alternative<Route>(found));
    CHECK(std::get<Route>(found).endpoint == &endpoints[1]);
    CHECK(std::get<Route>(found).path.at("user_id") == "4711");
    CHECK(std::holds_alternative<Route>(router.find(Method::head, "/healthz")));
}

TEST_CASE("Another method is told which there are") {
    const Router router{endpoints};

    CHECK(std::get<OtherMethods>(router.find(Method::del, "/api/v1/users/1")).allow ==
          "GET, HEAD, PATCH, OPTIONS");
    CHECK(std::get<OtherMethods>(router.find(Method::get, "/api/v1/sessions/start")).allow ==
          "POST, OPTIONS");
}

TEST_CASE("Paths that try to leave have no route") {
    const Router router{endpoints};

    for (const char* path :
         {"", "/", "//healthz", "/healthz/", "healthz", "/api/v1/users/..", "/api/v1/users/%2e%2e",
          "/api/v1/users/a%2fb", "/api/v1/users/a%00", "/api/v1/users/", "/api/v1/users/%zz",
          "/api/v1/users/a b", "/api/v1//users/1"}) {
        INFO(path);
        CHECK(std::holds_alternative<NoRoute>(router.find(Method::get, path)));
    }
    CHECK(std::holds_alternative<NoRoute>(
        router.find(Method::get, "/api/v1/users/" + std::string(129, 'a'))));
}

TEST_CASE("How long a body may be is known from the method and the words of the path") {
    std::vector<Endpoint> some = endpoints;
    some[1].body_limit = 100;
    some[3].body_limit = 200;
    const Router router{some};

    CHECK(router.body_limit(Method::patch, "/api/v1/users/1", 7) == 100);
    CHECK(router.body_limit(Method::post, "/api/v1/sessions/start", 7) == 200);
    CHECK(router.body_limit(Method::put, "/api/v1/sessions/start", 7) == 7);
    CHECK(router.body_limit(Method::post, "/api/v1/nothing/start", 7) == 7);
    CHECK(router.body_limit(Method::post, "", 7) == 7);
}
