#include "servers/test_server.hpp"
#include "servers/uploads.hpp"
#include "support/catch.hpp"
#include "transfer/targets/dropbox_target.hpp"

using namespace ecg;
using namespace ecg::transfer;

namespace {

DropboxSettings settings_of(const test::TestServer& server) {
    return {.content_url = server.text("url"),
            .api_url = server.text("url"),
            .folder = "/clinic é",
            .token = "",
            .refresh_token = server.text("refresh_token"),
            .client_id = server.text("client_id"),
            .piece_size = std::size_t{256} << 10U};
}

} // namespace

TEST_CASE("Dropbox keeps files of hostile names, whole and in pieces", "[dropbox]") {
    const test::TestServer& server = test::shared_server("dropbox");
    ECG_NEEDS_SERVER(server);
    HttpClient client{HttpSettings{}};
    DropboxTarget target{settings_of(server), client};

    target.probe();
    test::check_uploads(target);
}

TEST_CASE("An upload to Dropbox that ended with its program goes on in the next", "[dropbox]") {
    const test::TestServer& server = test::shared_server("dropbox");
    ECG_NEEDS_SERVER(server);
    HttpClient client{HttpSettings{}};
    const auto make = [&] { return std::make_unique<DropboxTarget>(settings_of(server), client); };

    CHECK(test::check_going_on(make, "goes on é") <= 500'000);
}

TEST_CASE("A piece that Dropbox kept a part of is gone on with from there", "[dropbox]") {
    const test::TestServer& server = test::shared_server("dropbox");
    ECG_NEEDS_SERVER(server);
    HttpClient client{HttpSettings{}};
    DropboxTarget target{settings_of(server), client};
    const std::string bytes = test::some_bytes(1'000'000);

    test::arm(server, client, R"({"cut": 100000})");

    CHECK(target.put("resumed", bytes) == Stored::now);
    CHECK(target.size("resumed") == bytes.size());
}

TEST_CASE("A token of Dropbox that ends is asked for again, one that was given is not",
          "[dropbox]") {
    const test::TestServer& server = test::shared_server("dropbox");
    ECG_NEEDS_SERVER(server);
    HttpClient client{HttpSettings{}};
    DropboxTarget target{settings_of(server), client};
    target.probe();

    test::arm(server, client, R"({"expire": true})");
    CHECK(target.put("after the end", "bytes") == Stored::now);

    DropboxSettings settings = settings_of(server);
    settings.token = "wrong";
    settings.refresh_token.clear();
    DropboxTarget given{settings, client};
    CHECK_THROWS_WITH(given.put("a", "b"), "Dropbox: answers 401 invalid_access_token");
    CHECK(test::obstacle_of(given, "a", "b") == Obstacle::login);

    settings.token.clear();
    settings.refresh_token = "wrong";
    DropboxTarget refused{settings, client};
    CHECK_THROWS_WITH(refused.probe(), "Dropbox, its login: answers 400 invalid_grant");
}

TEST_CASE("Dropbox that is busy says how long to wait", "[dropbox]") {
    const test::TestServer& server = test::shared_server("dropbox");
    ECG_NEEDS_SERVER(server);
    HttpClient client{HttpSettings{}};
    DropboxTarget target{settings_of(server), client};
    target.probe();

    test::arm(server, client, R"({"statuses": [429]})");

    try {
        target.put("busy", "b");
        FAIL("it was put");
    } catch (const TargetError& error) {
        CHECK(error.obstacle() == Obstacle::passing);
        CHECK(error.wait() == std::chrono::seconds{1});
    }
}
