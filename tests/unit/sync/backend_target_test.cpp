#include "support/catch.hpp"
#include "sync/backend_target.hpp"
#include "unit/transfer/raw_server.hpp"

#include <cstdlib>
#include <mutex>

using namespace ecg::sync;
using namespace ecg::transfer::test;

namespace {

std::string header_in(const std::string& request, const std::string& name) {
    const std::size_t at = request.find("\r\n" + name + ": ");
    const std::size_t begin = at + name.size() + 4;
    return at == request.npos ? "" : request.substr(begin, request.find("\r\n", begin) - begin);
}

/// A backend whose tokens can be made void.
struct Backend {
    std::mutex mutex;
    std::vector<std::string> asked; ///< "POST /path"
    std::string last_body;
    std::string good_token = "first";
    bool refreshes = true;

    RawServer server{[this](RawConnection& connection) {
        for (std::string next = connection.request(); !next.empty(); next = connection.request()) {
            connection.say(answer(next));
        }
    }};

    std::string answer(const std::string& request) {
        const std::lock_guard lock{mutex};
        asked.push_back(request.substr(0, request.find(" HTTP")));
        const std::string error = R"({"status":"error","code":"invalid_token","message":"void"})";
        if (asked.back().ends_with("/healthz")) {
            return json_answer(200, R"({"status":"success"})");
        }
        if (asked.back().ends_with("/auth/refresh") && !refreshes) {
            return json_answer(401, error);
        }
        if (asked.back().find("/auth/") != std::string::npos) {
            return json_answer(200, R"({"status":"success","token":")" + good_token +
                                        R"(","refresh_token":"again"})");
        }
        if (header_in(request, "Authorization") != "Bearer " + good_token) {
            return json_answer(401, error);
        }
        last_body = request.substr(request.find("\r\n\r\n") + 4);
        return json_answer(201, R"({"status":"success","ids":["m1"]})",
                           "Idempotency-Key: " + header_in(request, "Idempotency-Key") + "\r\n");
    }

    [[nodiscard]] BackendSettings settings() const {
        ::setenv("no_proxy", "*", 1);
        BackendSettings settings;
        settings.url = server.url("/api/v1");
        settings.user = "Ada Example";
        settings.password = "seven quiet herons";
        return settings;
    }
};

Parcel metrics() {
    QueuedItem item;
    item.name.type = ItemType::metrics;
    item.data = R"({ "session_id":"night","metrics":{"heart_rate":75}})";
    item.key = "key-of-the-item";
    return {ItemType::metrics, "a session/1", {item}, ""};
}

using Paths = std::vector<std::string>;

} // namespace

TEST_CASE("An item goes to its session under its own key, with its type before its data") {
    Backend backend;
    BackendTarget target{backend.settings()};
    REQUIRE(target.greet().verdict == Verdict::stored);
    CHECK(target.send({metrics()}).front().verdict == Verdict::stored);
    CHECK(backend.asked == Paths{"GET /healthz", "POST /api/v1/auth/login",
                                 "POST /api/v1/sessions/a%20session%2F1/batch"});
    CHECK(backend.last_body ==
          R"({"items":[{"type":"metrics", "session_id":"night","metrics":{"heart_rate":75}}]})");
}

TEST_CASE("A token that ended is renewed once, and the item goes with the new one") {
    Backend backend;
    BackendTarget target{backend.settings()};
    REQUIRE(target.greet().verdict == Verdict::stored);
    backend.good_token = "second";
    CHECK(target.send({metrics()}).front().verdict == Verdict::stored);
    CHECK(backend.asked.size() == 5);
    CHECK(backend.asked[3] == "POST /api/v1/auth/refresh");
}

TEST_CASE("Where the renewal is refused, name and password are used again") {
    Backend backend;
    BackendTarget target{backend.settings()};
    REQUIRE(target.greet().verdict == Verdict::stored);
    backend.good_token = "second";
    backend.refreshes = false;
    CHECK(target.send({metrics()}).front().verdict == Verdict::stored);
    CHECK(backend.asked[3] == "POST /api/v1/auth/refresh");
    CHECK(backend.asked[4] == "POST /api/v1/auth/login");
}

TEST_CASE("An answer to one item is no answer to two") {
    Backend backend;
    BackendTarget target{backend.settings()};
    REQUIRE(target.greet().verdict == Verdict::stored);
    Parcel two = metrics();
    two.items.push_back(two.items.front());
    const Delivered delivered = target.send({two}).front();
    CHECK(delivered.verdict == Verdict::unreachable);
    CHECK(delivered.reason == "the answer is to other items");
}

TEST_CASE("A crash is reported, and counts as stored once the server names it") {
    Backend backend;
    BackendTarget target{backend.settings()};
    REQUIRE(target.greet().verdict == Verdict::stored);
    Parcel crash = metrics();
    crash.type = crash.items.front().name.type = ItemType::error;
    crash.items.front().data = R"({"error_type":"crash"})";
    const Delivered delivered = target.send({crash}).front();
    CHECK(backend.asked.back() == "POST /api/v1/errors/report");
    CHECK(backend.last_body == R"({"error_type":"crash"})");
    CHECK(delivered.verdict == Verdict::unreachable); // this backend tells of items
    CHECK(delivered.reason == "the answer names no error");
}

TEST_CASE("A program's key takes the place of a login") {
    Backend backend;
    BackendSettings settings = backend.settings();
    settings.api_key = "a key";
    BackendTarget target{settings};
    REQUIRE(target.greet().verdict == Verdict::stored);
    CHECK(target.send({metrics()}).front().verdict ==
          Verdict::denied); // this backend knows no keys
    CHECK(backend.asked == Paths{"GET /healthz", "POST /api/v1/sessions/a%20session%2F1/batch"});
}
