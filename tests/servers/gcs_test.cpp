#include "common/files.hpp"
#include "servers/test_server.hpp"
#include "servers/uploads.hpp"
#include "support/catch.hpp"
#include "transfer/targets/gcs_target.hpp"

using namespace ecg;
using namespace ecg::transfer;

namespace {

GcsSettings settings_of(const test::TestServer& server) {
    return {.url = server.text("url"),
            .bucket = server.text("bucket"),
            .account = parse_google_account(read_whole_file(server.text("account")), "account"),
            .piece_size = std::size_t{256} << 10U};
}

} // namespace

TEST_CASE("Google's storage keeps objects of hostile names, whole and in pieces", "[gcs]") {
    const test::TestServer& server = test::shared_server("gcs");
    ECG_NEEDS_SERVER(server);
    HttpClient client{HttpSettings{}};
    GcsTarget target{settings_of(server), client};

    target.probe();
    test::check_uploads(target);
}

TEST_CASE("An upload to Google that ended with its program goes on in the next", "[gcs]") {
    const test::TestServer& server = test::shared_server("gcs");
    ECG_NEEDS_SERVER(server);
    HttpClient client{HttpSettings{}};
    const auto make = [&] { return std::make_unique<GcsTarget>(settings_of(server), client); };

    CHECK(test::check_going_on(make, "goes on é") <= 500'000);
}

TEST_CASE("A piece that Google kept a part of is gone on with from there", "[gcs]") {
    const test::TestServer& server = test::shared_server("gcs");
    ECG_NEEDS_SERVER(server);
    HttpClient client{HttpSettings{}};
    GcsTarget target{settings_of(server), client};
    const std::string bytes = test::some_bytes(1'000'000);

    test::arm(server, client, R"({"cut": 100000})");
    CHECK(target.put("resumed", bytes) == Stored::now);
    test::arm(server, client, R"({"cut": 0})");
    CHECK(target.put("resumed from nothing", bytes) == Stored::now);
    CHECK(target.size("resumed from nothing") == bytes.size());
}

TEST_CASE("A computer whose clock is wrong asks Google for a token with Google's time", "[gcs]") {
    const test::TestServer& server = test::shared_server("gcs");
    ECG_NEEDS_SERVER(server);
    HttpClient client{HttpSettings{}};
    GcsSettings settings = settings_of(server);
    settings.now = [] { return UtcTime{now_utc().milliseconds - 86'400'000}; };
    GcsTarget target{settings, client};

    CHECK(target.put("yesterday", "bytes") == Stored::now);
}

TEST_CASE("Google refuses a key that is not the account's, and a bucket that is not there",
          "[gcs]") {
    const test::TestServer& server = test::shared_server("gcs");
    ECG_NEEDS_SERVER(server);
    HttpClient client{HttpSettings{}};
    GcsSettings settings = settings_of(server);
    settings.account.email = "somebody@clinic.invalid";
    GcsTarget stranger{settings, client};
    CHECK(test::obstacle_of(stranger, "a", "b") == Obstacle::login);
    CHECK_THROWS_WITH(stranger.put("a", "b"), "bucket ecg, its login: answers 400 invalid_grant");

    settings = settings_of(server);
    settings.bucket = "nobodys";
    GcsTarget nowhere{settings, client};
    CHECK(test::obstacle_of(nowhere, "a", "b") == Obstacle::login);
    CHECK_THROWS_AS(nowhere.probe(), TargetError);

    GcsTarget target{settings_of(server), client};
    target.probe(); // it has its token
    test::arm(server, client, R"({"statuses": [503]})");
    CHECK(test::obstacle_of(target, "a", "b") == Obstacle::passing);
    test::arm(server, client, R"({"statuses": [401]})");
    CHECK(target.put("a", "b") == Stored::now);
}
