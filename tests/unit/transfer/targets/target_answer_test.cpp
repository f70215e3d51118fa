#include "support/catch.hpp"
#include "transfer/targets/base_url.hpp"
#include "transfer/targets/target_answer.hpp"

using namespace ecg;
using namespace ecg::transfer;

TEST_CASE("An address of a target is its origin, its host and where its paths begin") {
    const BaseUrl plain = parse_base_url("https://s3.eu-central-1.amazonaws.com");
    CHECK(plain.origin == "https://s3.eu-central-1.amazonaws.com");
    CHECK(plain.host == "s3.eu-central-1.amazonaws.com");
    CHECK(plain.path.empty());
    const BaseUrl deeper = parse_base_url("http://127.0.0.1:10000/clinic//");
    CHECK(deeper.origin == "http://127.0.0.1:10000");
    CHECK(deeper.host == "127.0.0.1:10000");
    CHECK(deeper.path == "/clinic");
}

TEST_CASE("An address with more than that is refused, and not repeated") {
    for (const char* url : {"", "s3.amazonaws.com", "ftp://host", "https://", "https:///a",
                            "https://user:pw@host", "https://host/?sig=secret", "https://host/#x",
                            "https://ho st", "https://h\r\nost", "https://h\xC3\xA9"}) {
        CAPTURE(url);
        CHECK_THROWS_AS(parse_base_url(url), Error);
    }
    CHECK_THROWS_WITH(parse_base_url("https://host/?sig=secret"),
                      "address of a target: it must be http(s)://host[:port][/path] and no more");
}

TEST_CASE("A text in XML is that of the first element of its name, entities resolved") {
    const std::string xml = "<?xml version=\"1.0\"?><Error><Code>No&amp;&lt;&gt;&quot;&apos;&#10;"
                            "</Code><Code>second</Code><Open>cut";

    CHECK(xml_text(xml, "Code") == "No&<>\"'&#10;");
    CHECK(xml_text(xml, "Message").empty());
    CHECK(xml_text(xml, "Open").empty());
    CHECK(xml_text("", "Code").empty());
    CHECK(xml_text("</Code><Code>", "Code").empty());
}

TEST_CASE("A text in JSON is where its names lead, and none in what is no JSON") {
    const std::string json = R"({"error":{"code":404,"message":"m"},"size":"7","list":[1]})";

    CHECK(json_text(json, {"error", "message"}) == "m");
    CHECK(json_text(json, {"error", "code"}) == "404");
    CHECK(json_text(json, {"size"}) == "7");
    for (const std::string& other : {json, std::string{"<html>"}, std::string{}}) {
        CHECK(json_text(other, {"error", "reason"}).empty());
        CHECK(json_text(other, {"size", "more"}).empty());
        CHECK(json_text(other, {"list"}).empty());
    }
}

TEST_CASE("A tag has no quotation marks and small letters") {
    CHECK(plain_tag(" \"ABCdef-2\" ") == "abcdef-2");
}

TEST_CASE("A trouble is known by its word, else by its status, and says how long to wait") {
    constexpr std::array<KnownTrouble, 1> known{{{"Odd", Obstacle::passing}}};
    HttpOutcome outcome;
    outcome.answer.status = 400;
    outcome.answer.headers = {{"Retry-After", "7"}};

    try {
        fail_at_target("bucket b", outcome, "Odd", known, "(more)");
    } catch (const TargetError& error) {
        CHECK(error.obstacle() == Obstacle::passing);
        CHECK(error.kind() == ErrorKind::unavailable);
        CHECK(error.wait() == std::chrono::seconds{7});
        CHECK(std::string{error.what()} == "bucket b: answers 400 Odd (more)");
    }
    try {
        fail_at_target("bucket b", outcome, "", known);
    } catch (const TargetError& error) {
        CHECK(error.obstacle() == Obstacle::refused);
        CHECK(error.kind() == ErrorKind::data);
        CHECK(std::string{error.what()} == "bucket b: answers 400");
    }
}

TEST_CASE("Only a certificate is a fault of the network that does not pass") {
    for (const HttpFault fault : {HttpFault::offline, HttpFault::broken, HttpFault::timed_out,
                                  HttpFault::protocol, HttpFault::tls}) {
        HttpOutcome outcome;
        outcome.fault = fault;
        outcome.reason = "why";
        try {
            fail_at_target("bucket b", outcome, "", {});
        } catch (const TargetError& error) {
            CHECK((error.obstacle() == Obstacle::login) == (fault == HttpFault::tls));
            CHECK(std::string{error.what()} == "bucket b: why");
        }
    }
}
