#include "servers/test_server.hpp"
#include "servers/uploads.hpp"
#include "support/catch.hpp"
#include "transfer/targets/s3_target.hpp"

using namespace ecg;
using namespace ecg::transfer;
using namespace std::chrono_literals;

namespace {

S3Settings settings_of(const test::TestServer& server) {
    return {.url = server.text("url"),
            .bucket = "ecg-reports",
            .key = {.access_key = server.text("access_key"),
                    .secret_key = server.text("secret_key"),
                    .session_token = "",
                    .region = server.text("region")}};
}

/// Buckets are made by whoever owns the account, not by us.
void make_bucket(const test::TestServer& server, HttpClient& client) {
    const S3Settings settings = settings_of(server);
    const std::string host = settings.url.substr(settings.url.find("//") + 2);
    HttpRequest request;
    request.method = "PUT";
    request.url = settings.url + "/ecg-reports";
    request.headers = sigv4_headers({.method = "PUT",
                                     .host = host,
                                     .path = "/ecg-reports",
                                     .query = {},
                                     .headers = {},
                                     .payload_hash = sigv4_payload_hash("")},
                                    settings.key, now_utc());
    request.headers.push_back({"content-length", "0"});
    const HttpOutcome outcome = client.send(request);
    INFO(outcome.reason << outcome.answer.body);
    REQUIRE((outcome.answer.status == 200 || outcome.answer.status == 409));
}

} // namespace

TEST_CASE("Swift keeps objects of hostile names, whole and in parts, and gives them back up",
          "[swift]") {
    const test::TestServer& server = test::shared_server("swift");
    ECG_NEEDS_SERVER(server);
    HttpClient client{HttpSettings{}};
    make_bucket(server, client);
    S3Settings settings = settings_of(server);
    settings.part_size = 500'000;
    S3Target target{settings, client};

    target.probe();
    test::check_uploads(target);

    settings.part_size = std::size_t{256} << 10U;
    const auto make = [&] { return std::make_unique<S3Target>(settings, client); };
    CHECK(test::check_going_on(make, "goes on é") <= 500'000);
}

TEST_CASE("Google's HMAC keys and their region, auto, are those of S3", "[swift_auto]") {
    const test::TestServer& server = test::shared_server("swift_auto");
    ECG_NEEDS_SERVER(server);
    HttpClient client{HttpSettings{}};
    make_bucket(server, client);
    CHECK(server.text("region") == "auto");
    S3Target target{settings_of(server), client};

    target.probe();
    test::check_uploads(target);

    S3Settings settings = settings_of(server);
    settings.key.region = "us-east-1";
    S3Target wrong_region{settings, client};
    CHECK(test::obstacle_of(wrong_region, "a", "b") == Obstacle::login);
}

TEST_CASE("Swift refuses a wrong key, region and bucket, and that is for somebody to mend",
          "[swift]") {
    const test::TestServer& server = test::shared_server("swift");
    ECG_NEEDS_SERVER(server);
    HttpClient client{HttpSettings{}};
    make_bucket(server, client);

    S3Settings settings = settings_of(server);
    settings.key.secret_key += "x";
    S3Target wrong_key{settings, client};
    CHECK_THROWS_WITH(wrong_key.put("a", "b"),
                      "bucket ecg-reports: answers 403 SignatureDoesNotMatch");
    CHECK(test::obstacle_of(wrong_key, "a", "b") == Obstacle::login);
    CHECK_THROWS_WITH(wrong_key.probe(), "bucket ecg-reports: answers 403 SignatureDoesNotMatch");

    settings = settings_of(server);
    settings.key.region = "eu-north-7";
    S3Target wrong_region{settings, client};
    CHECK_THROWS_WITH(wrong_region.put("a", "b"),
                      "bucket ecg-reports: answers 400 AuthorizationHeaderMalformed (its region is "
                      "us-east-1)");
    CHECK(test::obstacle_of(wrong_region, "a", "b") == Obstacle::login);

    settings = settings_of(server);
    settings.bucket = "nobodys-bucket";
    S3Target wrong_bucket{settings, client};
    CHECK_THROWS_WITH(wrong_bucket.put("a", "b"),
                      "bucket nobodys-bucket: answers 404 NoSuchBucket");
    CHECK(test::obstacle_of(wrong_bucket, "a", "b") == Obstacle::login);
}

TEST_CASE("A computer whose clock is a day behind signs with Swift's time", "[swift]") {
    const test::TestServer& server = test::shared_server("swift");
    ECG_NEEDS_SERVER(server);
    HttpClient client{HttpSettings{}};
    make_bucket(server, client);
    S3Settings settings = settings_of(server);
    settings.now = [] { return UtcTime{now_utc().milliseconds - 86'400'000}; };
    S3Target target{settings, client};

    CHECK(target.put("late", "bytes") == Stored::now);
    CHECK(target.size("late") == 5);
}

TEST_CASE("What exists is found by the store itself where it knows conditions", "[s3_answers]") {
    const test::TestServer& server = test::shared_server("s3_answers");
    ECG_NEEDS_SERVER(server);
    HttpClient client{HttpSettings{}};
    S3Target target{settings_of(server), client};

    CHECK(target.put("a", "bytes") == Stored::now);
    CHECK(target.put("a", "bytes") == Stored::before);
    CHECK(test::obstacle_of(target, "a", "other") == Obstacle::conflict);
}

TEST_CASE("A completion that answers 200 with an error is none, and leaves no parts behind",
          "[s3_answers]") {
    const test::TestServer& server = test::shared_server("s3_answers");
    ECG_NEEDS_SERVER(server);
    HttpClient client{HttpSettings{}};
    S3Settings settings = settings_of(server);
    settings.part_size = 1000;
    S3Target target{settings, client};
    const std::string bytes = test::some_bytes(2500);

    test::arm(server, client, R"({"complete_error": true})");
    CHECK_THROWS_WITH(target.put("parts", bytes), "bucket ecg-reports: InternalError");
    CHECK_FALSE(target.size("parts"));
    CHECK(target.put("parts", bytes) == Stored::now);
    CHECK(target.put("parts", bytes) == Stored::before);

    HttpRequest request;
    request.method = "POST";
    request.url = settings.url + "/_arm";
    request.body = "{}";
    CHECK(client.send(request).answer.body.starts_with(R"({"uploads": 0,)"));
}

TEST_CASE("An upload in parts goes on in the next program, also behind many parts",
          "[s3_answers]") {
    const test::TestServer& server = test::shared_server("s3_answers");
    ECG_NEEDS_SERVER(server);
    HttpClient client{HttpSettings{}};
    S3Settings settings = settings_of(server);
    settings.part_size = std::size_t{64} << 10U;
    const auto make = [&] { return std::make_unique<S3Target>(settings, client); };

    const std::size_t sent = test::check_going_on(make, "goes on");

    CHECK(sent <= 500'000); // four parts of nine were there
}

TEST_CASE("A part that fails for now leaves the others where they are", "[s3_answers]") {
    const test::TestServer& server = test::shared_server("s3_answers");
    ECG_NEEDS_SERVER(server);
    HttpClient client{HttpSettings{}};
    S3Settings settings = settings_of(server);
    settings.part_size = 1000;
    test::NotesInMemory notes;
    const std::string bytes = test::some_bytes(4500);
    test::arm(server, client, R"({"fail_part": 4, "parts": 0})");
    S3Target target{settings, client};
    target.remember(&notes);
    CHECK(test::obstacle_of(target, "fails", bytes) == Obstacle::passing);

    S3Target another{settings, client};
    another.remember(&notes);
    CHECK(another.put("fails", bytes) == Stored::now);

    HttpRequest request;
    request.method = "POST";
    request.url = settings.url + "/_arm";
    request.body = "{}";
    const std::string body = client.send(request).answer.body;
    CHECK(body.find(R"("parts": 5,)") != std::string::npos);

    // An upload that somebody has cleared away meanwhile begins anew.
    notes.notes["anew\n" + hex(md5(md5(bytes.substr(0, 1000)) + md5(bytes.substr(1000, 500)))) +
                "-2"] = "gone";
    CHECK(another.put("anew", bytes.substr(0, 1500)) == Stored::now);
    CHECK(notes.notes.empty());
}

TEST_CASE("A bucket may stand before its host", "[s3_answers]") {
    const test::TestServer& server = test::shared_server("s3_answers");
    ECG_NEEDS_SERVER(server);
    HttpClient client{HttpSettings{}};
    S3Settings settings = settings_of(server);
    settings.url.replace(settings.url.find("127.0.0.1"), 9, "localhost");
    settings.place = BucketPlace::host;
    S3Target target{settings, client};

    CHECK(target.put("a/é b", "bytes") == Stored::now);
    CHECK(target.read("a/é b", 10) == "bytes");
    CHECK_NOTHROW(target.probe());
}

TEST_CASE("A completion whose answer is lost is found to be done", "[s3_answers]") {
    const test::TestServer& server = test::shared_server("s3_answers");
    ECG_NEEDS_SERVER(server);
    HttpClient client{HttpSettings{}};
    S3Settings settings = settings_of(server);
    settings.part_size = 1000;
    S3Target target{settings, client};

    test::arm(server, client, R"({"lose_complete": true})");

    CHECK(target.put("lost", test::some_bytes(1500)) == Stored::now);
    CHECK(target.size("lost") == 1500);
}

TEST_CASE("Troubles of S3 are told apart by what is to be done", "[s3_answers]") {
    const test::TestServer& server = test::shared_server("s3_answers");
    ECG_NEEDS_SERVER(server);
    HttpClient client{HttpSettings{}};
    S3Target target{settings_of(server), client};
    const std::vector<std::pair<std::string, Obstacle>> known{
        {"503 SlowDown", Obstacle::passing},        {"500 InternalError", Obstacle::passing},
        {"400 RequestTimeout", Obstacle::passing},  {"409 OperationAborted", Obstacle::passing},
        {"403 AccessDenied", Obstacle::login},      {"400 ExpiredToken", Obstacle::login},
        {"301 PermanentRedirect", Obstacle::login}, {"400 KeyTooLongError", Obstacle::refused},
        {"400 EntityTooLarge", Obstacle::refused}};

    for (const auto& [answer, obstacle] : known) {
        CAPTURE(answer);
        test::arm(server, client, R"({"codes": [")" + answer + R"("]})");
        CHECK(test::obstacle_of(target, "never", "b") == obstacle);
        CHECK_FALSE(target.size("never"));
    }
}

TEST_CASE("A server whose clock is elsewhere is signed for with its own time", "[s3_answers]") {
    const test::TestServer& server = test::shared_server("s3_answers");
    ECG_NEEDS_SERVER(server);
    HttpClient client{HttpSettings{}};
    S3Target target{settings_of(server), client};

    test::arm(server, client, R"({"ahead": 100000})");
    CHECK(target.put("future", "bytes") == Stored::now);
    test::arm(server, client, R"({"ahead": 0})");
    CHECK(target.size("future") == 5);
    CHECK(target.put("future", "bytes") == Stored::before);
}

TEST_CASE("A store that is not there is a passing trouble", "[s3_answers]") {
    HttpClient client{HttpSettings{}};
    S3Target target{{.url = "http://127.0.0.1:9", .bucket = "b", .key = {}}, client};

    CHECK(test::obstacle_of(target, "a", "b") == Obstacle::passing);
}
