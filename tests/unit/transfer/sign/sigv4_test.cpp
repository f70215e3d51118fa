#include "support/catch.hpp"
#include "transfer/sign/sigv4.hpp"

#include <algorithm>

using namespace ecg;
using namespace ecg::transfer;
using namespace std::chrono_literals;

namespace {

// The examples of "Authenticating Requests (AWS Signature Version 4)" in the S3 API reference.
const SigV4Key example_key{
    .access_key = "AKIAIOSFODNN7EXAMPLE",
    .secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", // as published
    .session_token = "",
};
const UtcTime example_time = *parse_utc("2013-05-24T00:00:00Z");

SigV4Request example(std::string method, std::string path) {
    return {.method = std::move(method),
            .host = "examplebucket.s3.amazonaws.com",
            .path = std::move(path),
            .query = {},
            .headers = {},
            .payload_hash = sigv4_payload_hash("")};
}

std::string header_of(const NameValues& headers, std::string_view name) {
    const auto found = std::ranges::find(headers, name, &NameValue::name);
    return found != headers.end() ? found->value : "";
}

std::string authorization_of(const SigV4Request& request) {
    return header_of(sigv4_headers(request, example_key, example_time), "authorization");
}

} // namespace

TEST_CASE("The documentation's GET of a range has the documentation's signature") {
    SigV4Request request = example("GET", "/test.txt");
    request.headers = {{"Range", "bytes=0-9"}};

    CHECK(authorization_of(request) ==
          "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
          "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, "
          "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
}

TEST_CASE("The documentation's PUT has the documentation's signature") {
    SigV4Request request = example("PUT", "/test$file.text");
    request.headers = {{"Date", "Fri, 24 May 2013 00:00:00 GMT"},
                       {"x-amz-storage-class", "REDUCED_REDUNDANCY"}};
    request.payload_hash = sigv4_payload_hash("Welcome to Amazon S3.");

    CHECK(authorization_of(request) ==
          "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
          "SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class, "
          "Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
}

TEST_CASE("The documentation's queries have the documentation's signatures") {
    SigV4Request lifecycle = example("GET", "/");
    lifecycle.query = {{"lifecycle", ""}};
    SigV4Request listing = example("GET", "/");
    listing.query = {{"prefix", "J"}, {"max-keys", "2"}};

    CHECK_THAT(authorization_of(lifecycle),
               Catch::Matchers::EndsWith(
                   "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"));
    CHECK_THAT(authorization_of(listing),
               Catch::Matchers::EndsWith(
                   "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"));
}

TEST_CASE("The documentation's presigned URL has the documentation's signature") {
    CHECK(sigv4_presigned_query(example("GET", "/test.txt"), example_key, example_time, 86400s) ==
          "X-Amz-Algorithm=AWS4-HMAC-SHA256"
          "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
          "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
          "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
}

TEST_CASE("A session token is signed as in the AWS test suite, post-sts-header-before") {
    const std::string token =
        "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfp"
        "SPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQ"
        "DYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+s"
        "cqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";
    const SigV4Key key{.access_key = "AKIDEXAMPLE",
                       .secret_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                       .session_token = token,
                       .region = "us-east-1",
                       .service = "service"};
    const UtcTime now = *parse_utc("2015-08-30T12:36:00Z");
    SigV4Request request{.method = "POST",
                         .host = "example.amazonaws.com",
                         .path = "/",
                         .query = {},
                         .headers = {},
                         .payload_hash = sigv4_payload_hash("")};

    const NameValues all = sigv4_headers(request, key, now);
    CHECK(header_of(all, "x-amz-security-token") == token);
    CHECK_THAT(
        header_of(all, "authorization"),
        Catch::Matchers::Contains("host;x-amz-content-sha256;x-amz-date;x-amz-security-token,"));

    request.headers = {{"X-Amz-Date", "20150830T123600Z"}, {"X-Amz-Security-Token", token}};
    CHECK(sigv4_authorization(request, key, now) ==
          "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
          "SignedHeaders=host;x-amz-date;x-amz-security-token, "
          "Signature=85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead");
}

TEST_CASE("A presigned URL carries the session token within what is signed") {
    SigV4Key key = example_key;
    key.session_token = "a/token+=";

    const std::string query =
        sigv4_presigned_query(example("GET", "/test.txt"), key, example_time, 60s);

    CHECK_THAT(query, Catch::Matchers::Contains("&X-Amz-Expires=60&X-Amz-Security-Token="
                                                "a%2Ftoken%2B%3D&X-Amz-SignedHeaders=host&"));
    key.session_token = "another";
    const std::string other =
        sigv4_presigned_query(example("GET", "/test.txt"), key, example_time, 60s);
    CHECK(query.substr(query.rfind('=')) != other.substr(other.rfind('=')));
}

TEST_CASE("A header whose name begins another's stands before it, and blanks are one") {
    SigV4Request request = example("PUT", "/a b/é+@");
    request.headers = {{"x-amz-meta-a-b", " 2 \t 3 "}, {"x-amz-meta-a", "1"}, {"x-amz-meta-e", ""}};
    request.payload_hash = unsigned_payload;

    CHECK(sigv4_canonical_request(request) == "PUT\n"
                                              "/a%20b/%C3%A9%2B%40\n"
                                              "\n"
                                              "host:examplebucket.s3.amazonaws.com\n"
                                              "x-amz-meta-a:1\n"
                                              "x-amz-meta-a-b:2 3\n"
                                              "x-amz-meta-e:\n"
                                              "\n"
                                              "host;x-amz-meta-a;x-amz-meta-a-b;x-amz-meta-e\n"
                                              "UNSIGNED-PAYLOAD");
}
