#include "common/error.hpp"
#include "raw_server.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"
#include "transfer/http_client.hpp"

#include <cstdlib>

using namespace ecg;
using namespace ecg::transfer;
using namespace ecg::transfer::test;
using namespace std::chrono_literals;

namespace {

HttpSettings quick() {
    ::setenv("no_proxy", "*", 1); // the servers are here, whatever the environment says of others
    HttpSettings settings;
    settings.connect_within = 5s;
    settings.slow_for = 1s;
    return settings;
}

/// What becomes of a POST when the server reads it and then says these bytes and ends.
HttpOutcome when_told(std::string_view bytes, bool reset = false) {
    const RawServer server{[=](RawConnection& connection) {
        connection.request();
        connection.say(bytes);
        if (reset) {
            connection.reset();
        }
    }};
    return HttpClient{quick()}.send({.method = "POST", .url = server.url("/x"), .body = "{}"});
}

const std::string success = R"({"status":"success"})";

} // namespace

TEST_CASE("A request arrives as it was written, and so does its answer") {
    std::string seen;
    RawServer server{[&](RawConnection& connection) {
        seen = connection.request();
        connection.say(json_answer(201, success, "Idempotency-Key: abc\r\nX-Empty:\r\n"));
        connection.wait_for_end();
    }};

    HttpClient client{quick()};
    const HttpOutcome outcome =
        client.send({.method = "POST",
                     .url = server.url("/a/../b%2Fc?d=e"),
                     .headers = {{"Content-Type", "application/json"}, {"Idempotency-Key", "abc"}},
                     .body = R"({"a":1})"});

    REQUIRE_FALSE(outcome.fault);
    CHECK(outcome.answer.status == 201);
    CHECK(outcome.answer.body == success);
    CHECK(outcome.answer.header("idempotency-key") == "abc");
    CHECK(outcome.answer.header("X-EMPTY") == "");
    CHECK_FALSE(outcome.answer.header("Location"));
    CHECK(outcome.bytes_sent == 7);
    CHECK(seen.starts_with("POST /a/../b%2Fc?d=e HTTP/1.1\r\n"));
    CHECK(seen.find("Content-Type: application/json\r\n") != seen.npos);
    CHECK(seen.find("Idempotency-Key: abc\r\n") != seen.npos);
    CHECK(seen.find("Expect:") == seen.npos);
    CHECK(seen.find("form-urlencoded") == seen.npos);
    CHECK(seen.ends_with("\r\n\r\n{\"a\":1}"));
}

TEST_CASE("An answer that was cut anywhere is none") {
    const std::string whole = json_answer(201, success);
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const HttpOutcome outcome = when_told(whole.substr(0, length));
        CAPTURE(length, outcome.reason);
        REQUIRE(outcome.fault);
        CHECK((outcome.fault == HttpFault::broken || outcome.fault == HttpFault::protocol));
        CHECK(outcome.answer.status == 0);
    }
    CHECK_FALSE(when_told(whole).fault);
}

TEST_CASE("A chunked answer is whole with its last chunk and not before") {
    const std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    const HttpOutcome whole = when_told(head + "2\r\n{}\r\n0\r\n\r\n");
    REQUIRE_FALSE(whole.fault);
    CHECK(whole.answer.body == "{}");
    CHECK(when_told(head + "2\r\n{}\r\n").fault == HttpFault::broken);
}

TEST_CASE("An answer that ends with its connection may have been cut and is refused") {
    const HttpOutcome outcome =
        when_told("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>");
    CHECK(outcome.fault == HttpFault::protocol);
    CHECK(outcome.reason == "the answer does not say how long it is");
}

TEST_CASE("What is no HTTP/1.1 is refused") {
    CHECK(when_told("220 ftp.example ready\r\n").fault == HttpFault::protocol);
    CHECK(when_told("<html>hello</html>").fault == HttpFault::protocol);
}

TEST_CASE("A connection that is reset after the request was read is broken, not offline") {
    CHECK(when_told("", true).fault == HttpFault::broken);
    CHECK(when_told("HTTP/1.1 201 Created\r\n", true).fault == HttpFault::broken);
}

TEST_CASE("A redirection is an answer, and nobody goes there") {
    const RawServer other{[](RawConnection& connection) { connection.request(); }};
    const HttpOutcome outcome = when_told("HTTP/1.1 302 Found\r\nLocation: " + other.url("/login") +
                                          "\r\nContent-Length: 0\r\n\r\n");
    REQUIRE_FALSE(outcome.fault);
    CHECK(outcome.answer.status == 302);
    CHECK(other.connections() == 0);
}

TEST_CASE("A head of 100 Continue is not the answer") {
    const HttpOutcome outcome =
        when_told("HTTP/1.1 100 Continue\r\nX-Early: 1\r\n\r\n" + json_answer(422, success));
    REQUIRE_FALSE(outcome.fault);
    CHECK(outcome.answer.status == 422);
    CHECK_FALSE(outcome.answer.header("X-Early"));
    CHECK(when_told("HTTP/1.1 100 Continue\r\n\r\n").fault == HttpFault::broken);
}

TEST_CASE("Where nobody listens or no such name is, the network is offline") {
    HttpClient client{quick()};
    const HttpOutcome refused =
        client.send({.url = "http://127.0.0.1:" + std::to_string(deaf_port()) + "/"});
    CHECK(refused.fault == HttpFault::offline);
    CHECK(refused.reason.find("connect") != std::string::npos);
}

TEST_CASE("A server that says nothing for too long is given up") {
    RawServer server{[](RawConnection& connection) { connection.wait_for_end(); }};
    const HttpOutcome outcome = HttpClient{quick()}.send({.url = server.url("/")});
    CHECK(outcome.fault == HttpFault::timed_out);
}

TEST_CASE("A server that speaks no TLS where it should is refused, and not asked in clear") {
    std::string seen;
    RawServer server{[&](RawConnection& connection) {
        seen = connection.until("\n");
        connection.say("HTTP/1.1 400 Bad Request\r\n\r\n");
    }};
    const HttpOutcome outcome = HttpClient{quick()}.send(
        {.url = "https://127.0.0.1:" + std::to_string(server.port()) + "/secret"});
    CHECK(outcome.fault == HttpFault::tls);
    CHECK(server.connections() == 1);
    CHECK(seen.find("secret") == seen.npos);
}

TEST_CASE("Other protocols than HTTP are refused") {
    const ecg::test::TemporaryFolder folder;
    const std::string file = folder.file("secret", "a secret");
    const HttpOutcome outcome = HttpClient{quick()}.send({.url = "file://" + file});
    CHECK(outcome.fault == HttpFault::protocol);
    CHECK(outcome.answer.body.empty());
}

TEST_CASE("An answer larger than asked for is given up, in its head and in its body") {
    const RawServer body{[](RawConnection& connection) {
        connection.request();
        connection.say(json_answer(200, std::string(101, ' ')));
        connection.wait_for_end();
    }};
    HttpClient client{quick()};
    CHECK(client.send({.url = body.url("/"), .largest_answer = 100}).fault == HttpFault::too_large);
    CHECK_FALSE(client.send({.url = body.url("/"), .largest_answer = 101}).fault);

    const HttpOutcome head =
        when_told(json_answer(200, "{}", "X-Long: " + std::string(70'000, 'a') + "\r\n"));
    CHECK(head.fault == HttpFault::too_large);
}

TEST_CASE("Connections are kept for the next request, and are no more than asked for") {
    RawServer server{[](RawConnection& connection) {
        while (!connection.request().empty()) {
            connection.say(json_answer(200, "{}"));
        }
    }};
    HttpSettings settings = quick();
    settings.connections = 3;
    HttpClient client{settings};

    for (int i = 0; i < 5; ++i) {
        REQUIRE_FALSE(client.send({.url = server.url("/")}).fault);
    }
    CHECK(server.connections() == 1);

    const std::vector<HttpRequest> many(20, HttpRequest{.url = server.url("/")});
    for (const HttpOutcome& outcome : client.send_all(many)) {
        CHECK_FALSE(outcome.fault);
    }
    CHECK(server.connections() <= 3);
}

TEST_CASE("Each request gets its own answer, whichever comes first") {
    RawServer server{[](RawConnection& connection) {
        for (std::string seen = connection.request(); !seen.empty(); seen = connection.request()) {
            connection.say(json_answer(200, seen.substr(4, seen.find(' ', 4) - 4)));
        }
    }};
    std::vector<HttpRequest> requests;
    for (int i = 0; i < 50; ++i) {
        requests.push_back({.url = server.url("/").append(std::to_string(i))});
    }
    const std::vector<HttpOutcome> outcomes = HttpClient{quick()}.send_all(requests);
    REQUIRE(outcomes.size() == 50);
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        CHECK(outcomes[i].answer.body == std::string{"/"}.append(std::to_string(i)));
    }
}

TEST_CASE("A server that ends a kept connection costs no request") {
    RawServer server{[](RawConnection& connection) {
        connection.request();
        connection.say(json_answer(200, "{}")); // and ends, without a word of it
    }};
    HttpClient client{quick()};
    for (int i = 0; i < 5; ++i) {
        CHECK_FALSE(client.send({.url = server.url("/")}).fault);
    }
    CHECK(server.connections() == 5);
}

TEST_CASE("A body is packed where that makes it shorter, and says so") {
    std::string seen;
    RawServer server{[&](RawConnection& connection) {
        for (std::string next = connection.request(); !next.empty(); next = connection.request()) {
            seen = next;
            connection.say(json_answer(200, "{}"));
        }
    }};
    HttpClient client{quick()};
    const std::string body(10'000, 'a');
    for (const Coding coding : {Coding::gzip, Coding::zstd}) {
        REQUIRE_FALSE(
            client.send({.method = "POST", .url = server.url("/"), .body = body, .coding = coding})
                .fault);
        CHECK(seen.find("Content-Encoding: " + std::string{name_of(coding)}) != seen.npos);
        CHECK(unpack(coding, seen.substr(seen.find("\r\n\r\n") + 4), 20'000).body == body);
    }
    REQUIRE_FALSE(
        client
            .send({.method = "POST", .url = server.url("/"), .body = "{}", .coding = Coding::zstd})
            .fault);
    CHECK(seen.find("Content-Encoding") == seen.npos);
    CHECK(seen.ends_with("\r\n\r\n{}"));
}

TEST_CASE("A limit of bytes a second is kept") {
    RawServer server{[](RawConnection& connection) {
        connection.request();
        connection.say(json_answer(200, "{}"));
        connection.wait_for_end();
    }};
    HttpSettings settings = quick();
    settings.connections = 1;
    settings.bytes_per_second = [] { return 100'000; };
    const HttpOutcome outcome = HttpClient{settings}.send(
        {.method = "PUT", .url = server.url("/"), .body = std::string(300'000, 'a')});
    REQUIRE_FALSE(outcome.fault);
    CHECK(outcome.elapsed > 1s); // three seconds' worth, however fast the machine
}

TEST_CASE("A limit that is lifted on the way holds nothing up any more") {
    RawServer server{[](RawConnection& connection) {
        connection.request();
        connection.say(json_answer(200, "{}"));
        connection.wait_for_end();
    }};
    HttpSettings settings = quick();
    int asked = 0;
    settings.bytes_per_second = [&asked] { return ++asked < 4 ? 20'000 : 0; };
    const HttpOutcome outcome = HttpClient{settings}.send(
        {.method = "PUT", .url = server.url("/"), .body = std::string(30'000'000, 'a')});
    INFO(outcome.reason);
    CHECK_FALSE(outcome.fault); // of which 25 minutes were left
    CHECK(asked >= 4);
}

TEST_CASE("A limit gives a request the time that it needs") {
    RawServer server{[](RawConnection& connection) {
        connection.request();
        connection.say(json_answer(200, "{}"));
        connection.wait_for_end();
    }};
    HttpSettings settings = quick();
    settings.longest = 1s;
    settings.bytes_per_second = [] { return 100'000; };
    const HttpOutcome outcome = HttpClient{settings}.send(
        {.method = "PUT", .url = server.url("/"), .body = std::string(300'000, 'a')});
    CHECK_FALSE(outcome.fault);
}

TEST_CASE("What is under way is given up when it is asked for") {
    RawServer server{[](RawConnection& connection) { connection.wait_for_end(); }};
    HttpSettings settings = quick();
    settings.slow_for = 60s;
    settings.abandon = [&] { return server.connections() > 0; };
    const auto outcomes = HttpClient{settings}.send_all({9, HttpRequest{.url = server.url("/")}});
    REQUIRE(outcomes.size() == 9);
    for (const HttpOutcome& outcome : outcomes) {
        CHECK(outcome.fault == HttpFault::abandoned);
    }
}

TEST_CASE("Nothing smuggles a line into a request") {
    HttpClient client{quick()};
    const std::string url = "http://127.0.0.1:1/";
    CHECK_THROWS_AS(client.send({.method = "GET\r\nX: y", .url = url}), Error);
    CHECK_THROWS_AS(client.send({.url = url + "\r\nX: y"}), Error);
    CHECK_THROWS_AS(client.send({.url = url, .headers = {{"X", "a\nY: b"}}}), Error);
    CHECK_THROWS_AS(client.send({.url = url, .headers = {{"X: a\r\nY", "b"}}}), Error);
}
