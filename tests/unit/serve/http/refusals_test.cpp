#include "raw_client.hpp"
#include "support/catch.hpp"

using namespace ecg::serve;
using namespace ecg::serve::test;
using namespace std::chrono_literals;

namespace {

struct Probe {
    std::string name;
    std::string bytes;
    int status;
};

std::string post_with(const std::string& headers, const std::string& body = "") {
    return "POST /p HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n\r\n" + body;
}

std::string get_with(const std::string& header) {
    return "GET / HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n";
}

const std::string zero{"\0", 1};

std::vector<Probe> framings() {
    return {
        {"length and chunks",
         post_with("Content-Length: 4\r\nTransfer-Encoding: chunked", "0\r\n\r\n"), 400},
        {"chunks and length",
         post_with("Transfer-Encoding: chunked\r\nContent-Length: 4", "0\r\n\r\n"), 400},
        {"two lengths", post_with("Content-Length: 4\r\nContent-Length: 5", "abcd"), 400},
        {"one length twice", post_with("Content-Length: 4\r\nContent-Length: 4", "abcd"), 400},
        {"a list of lengths", post_with("Content-Length: 4, 4", "abcd"), 400},
        {"a negative length", post_with("Content-Length: -1"), 400},
        {"a length with an exponent", post_with("Content-Length: 1e3"), 400},
        {"a length with a sign", post_with("Content-Length: +4", "abcd"), 400},
        {"a length in hexadecimals", post_with("Content-Length: 0x4", "abcd"), 400},
        {"an empty length", post_with("Content-Length:"), 400},
        {"a length beyond 64 bits", post_with("Content-Length: 18446744073709551620"), 400},
        {"an unknown transfer coding", post_with("Transfer-Encoding: xchunked", "0\r\n\r\n"), 400},
        {"a transfer coding before", post_with("Transfer-Encoding: gzip, chunked", "0\r\n\r\n"),
         400},
        {"chunked twice", post_with("Transfer-Encoding: chunked, chunked", "0\r\n\r\n"), 400},
        {"chunked in two headers",
         post_with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "0\r\n\r\n"), 400},
        {"a tab within chunked", post_with("Transfer-Encoding: chun\tked", "0\r\n\r\n"), 400},
        {"chunks in HTTP/1.0",
         "POST /p HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        {"a chunk's size that is none", post_with("Transfer-Encoding: chunked", "zz\r\nab\r\n"),
         400},
        {"a negative chunk", post_with("Transfer-Encoding: chunked", "-1\r\nab\r\n"), 400},
        {"a chunk beyond 64 bits",
         post_with("Transfer-Encoding: chunked", "fffffffffffffffff\r\nab\r\n"), 400},
        {"a chunk longer than it says",
         post_with("Transfer-Encoding: chunked", "2\r\nabcd\r\n0\r\n\r\n"), 400},
        {"a chunk's line with a bare line feed",
         post_with("Transfer-Encoding: chunked", "2\nab\r\n0\r\n\r\n"), 400},
    };
}

std::vector<Probe> heads() {
    return {
        {"a blank before the colon", get_with("X-Name : 1"), 400},
        {"a blank before the colon of a length", post_with("Content-Length : 4", "abcd"), 400},
        {"no name", get_with(": 1"), 400},
        {"no colon", get_with("word"), 400},
        {"a folded header", get_with("X-Name: a\r\n b"), 400},
        {"a folded first header", "GET / HTTP/1.1\r\n Host: x\r\n\r\n", 400},
        {"a bare line feed", "GET / HTTP/1.1\nHost: x\n\n", 400},
        {"a bare line feed within a header", get_with("X-Name: a\nContent-Length: 4"), 400},
        {"a bare carriage return", get_with("X-Name: a\rX-Other: b"), 400},
        {"a zero in a value", get_with("X-Name: a" + zero + "b"), 400},
        {"a zero in a name", get_with("X-Na" + zero + "me: b"), 400},
        {"a zero in the target", "GET /a" + zero + " HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"a control character", get_with("X-Name: a\x01"), 400},
        {"no Host", "GET / HTTP/1.1\r\n\r\n", 400},
        {"two Hosts", get_with("Host: y"), 400},
        {"a Host that is none", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
        {"two blanks", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"a fragment", "GET /#a HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"bytes beyond ASCII in the target", "GET /\xc3\xa4 HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"a target that is no path", "GET a HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"no version", "GET /\r\n\r\n", 400},
        {"a version that is none", "GET / HTTQ/1.1\r\nHost: x\r\n\r\n", 400},
        {"bytes that are no HTTP", "\x16\x03\x01\x02\n\r\n", 400},
        {"another version", "GET / HTTP/9.9\r\nHost: x\r\n\r\n", 505},
        {"HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        {"an expectation that is unknown", get_with("Expect: 200-ok"), 417},
        {"an unknown method", "BREW / HTTP/1.1\r\nHost: x\r\n\r\n", 501},
        {"a method in small letters", "get / HTTP/1.1\r\nHost: x\r\n\r\n", 501},
        {"TRACE", "TRACE / HTTP/1.1\r\nHost: x\r\n\r\n", 405},
        {"CONNECT", "CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n", 405},
        {"an endless first line", "GET /" + std::string(20'000, 'a'), 414},
        {"a long target", "GET /" + std::string(4'000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n", 414},
        {"a long header", get_with("X-Name: " + std::string(20'000, 'a')), 431},
        {"an endless header", "GET / HTTP/1.1\r\nX-Name: " + std::string(20'000, 'a'), 431},
        {"101 headers",
         [] {
             std::string lines;
             for (int i = 0; i < 99; ++i) {
                 lines += "A: b\r\n";
             }
             return get_with(lines + "C: d");
         }(),
         431},
    };
}

std::size_t count_of(std::string_view text, std::string_view part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos;
         at = text.find(part, at + 1)) {
        ++count;
    }
    return count;
}

} // namespace

TEST_CASE("What a lenient server would take is refused once, and what follows is never looked at") {
    std::vector<Probe> probes = framings();
    const std::vector<Probe> more = heads();
    probes.insert(probes.end(), more.begin(), more.end());
    Running running;
    const std::string smuggled = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

    for (const Probe& probe : probes) {
        INFO(probe.name);
        const std::string said = RawClient{running.port()}.ask(probe.bytes + smuggled);
        CHECK(status_of(said) == probe.status);
        CHECK(count_of(said, "X-Request-Id: ") == 1);
        CHECK(header_of(said, "Connection") == "close");
        CHECK(header_of(said, "Content-Type") == "application/json");
        CHECK(body_of(said).starts_with(R"({"status":"error","code":")"));
        CHECK(body_of(said).ends_with(R"("details":[]})"));
        CHECK((probe.status == 405) == !header_of(said, "Allow").empty());
    }

    REQUIRE(becomes_true([&] { return running.answered().size() == probes.size(); }));
    for (const Answered& one : running.answered()) {
        CHECK(one.route.empty());
    }
}

TEST_CASE("A hundred headers and eight thousand bytes of head are taken") {
    Running running;
    std::string lines;
    for (int i = 0; i < 98; ++i) {
        lines += "A: b\r\n";
    }

    CHECK(status_of(RawClient{running.port()}.ask(get_with(lines + "Connection: close"))) == 200);
    CHECK(status_of(RawClient{running.port()}.ask(
              get_with("Connection: close\r\nA: " + std::string(8'000, 'b')))) == 200);
    CHECK(status_of(RawClient{running.port()}.ask(
              "GET /" + std::string(2'000, 'a') +
              " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")) == 200);
}

TEST_CASE("A body that is too large is refused before it is read") {
    ServerSettings settings = quick_settings();
    settings.body_limit = [](const Request& head) { return head.path == "/pdf" ? 100U : 10U; };
    Running running{std::move(settings)};

    const std::string large =
        RawClient{running.port()}.ask("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n");
    const std::string huge = RawClient{running.port()}.ask(
        "POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999999999\r\n\r\n");
    RawClient fits{running.port()};
    fits.send("POST /pdf HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\nhello world");

    CHECK(status_of(large) == 413);
    CHECK(header_of(large, "Connection") == "close");
    CHECK(body_of(large).find(R"("code":"body_too_large")") != std::string::npos);
    CHECK(status_of(huge) == 413);
    CHECK(body_of(fits.answer()) == "POST /pdf? hello world");
}

TEST_CASE("The sender of an endless body hears of the limit though it does not stop") {
    Running running;
    RawClient client{running.port()};
    const std::string chunk = "10000\r\n" + std::string(65'536, 'a') + "\r\n";

    client.send("POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 64; ++i) { // 4 MB where 1 MB is allowed
        client.send(chunk);
    }

    CHECK(status_of(client.rest()) == 413);
}

TEST_CASE("A request that does not come in time is told so and its connection closed") {
    ServerSettings settings = quick_settings();
    settings.deadlines.request = 300ms;
    Running running{std::move(settings)};

    for (const std::string begun :
         {"GET / HT", "GET / HTTP/1.1\r\nHost: x\r\n",
          "POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabc",
          "POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"}) {
        INFO(begun);
        const std::string said = RawClient{running.port()}.ask(begun);
        CHECK(status_of(said) == 408);
        CHECK(header_of(said, "Connection") == "close");
    }
}

TEST_CASE("Drops of a request do not put off its deadline") {
    ServerSettings settings = quick_settings();
    settings.deadlines.request = 300ms;
    Running running{std::move(settings)};
    RawClient client{running.port()};

    client.send("GET / HTTP/1.1\r\nHost: x\r\nX-Name: ");
    const bool is_cut = becomes_true([&] { // every 10 ms
        client.send("a");
        return running.answered().size() == 1;
    });

    CHECK(is_cut);
    CHECK(status_of(client.rest()) == 408);
}

TEST_CASE("A connection that says nothing is closed without a word") {
    ServerSettings settings = quick_settings();
    settings.deadlines.request = 100ms;
    settings.deadlines.idle = 100ms;
    Running running{std::move(settings)};

    CHECK(RawClient{running.port()}.rest().empty());
    RawClient client{running.port()};
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(status_of(client.answer()) == 200);
    CHECK(client.rest().empty());
}

TEST_CASE("Five hundred that drip keep nobody else from being served") {
    ServerSettings settings = quick_settings();
    settings.deadlines.request = 5s;
    Running running{std::move(settings)};
    std::vector<std::unique_ptr<RawClient>> dripping;
    for (int i = 0; i < 500; ++i) {
        dripping.push_back(std::make_unique<RawClient>(running.port()));
        dripping.back()->send("GET / HTTP/1.1\r\nHo");
    }
    REQUIRE(becomes_true([&] { return running.server->connections() == 500; }));

    RawClient client{running.port()};
    for (int i = 0; i < 100; ++i) {
        dripping[static_cast<std::size_t>(i)]->send("s");
        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        CHECK(status_of(client.answer()) == 200);
    }

    for (const auto& one : dripping) {
        CHECK(status_of(one->rest()) == 408);
    }
    CHECK(becomes_true([&] { return running.server->connections() == 1; }));
}

TEST_CASE("More connections from one address than allowed are turned away at once") {
    ServerSettings settings = quick_settings();
    settings.connections_per_address = 2;
    Running running{std::move(settings)};
    auto first = std::make_unique<RawClient>(running.port());
    const RawClient second{running.port()};
    REQUIRE(becomes_true([&] { return running.server->connections() == 2; }));

    const std::string said = RawClient{running.port()}.rest();
    CHECK(status_of(said) == 503);
    CHECK(header_of(said, "Retry-After") == "1");
    CHECK(body_of(said).find(R"("code":"too_many_connections")") != std::string::npos);

    first.reset();
    REQUIRE(becomes_true([&] { return running.server->connections() == 1; }));
    RawClient third{running.port()};
    third.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(status_of(third.answer()) == 200);
}

TEST_CASE("Connections are limited in all, trusted proxies among them") {
    ServerSettings settings = quick_settings();
    settings.connections = 3;
    settings.connections_per_address = 1;
    settings.trusted_proxies = {"127.0.0.0/8"};
    Running running{std::move(settings)};
    const RawClient first{running.port()};
    const RawClient second{running.port()};
    const RawClient third{running.port()};
    REQUIRE(becomes_true([&] { return running.server->connections() == 3; }));

    CHECK(status_of(RawClient{running.port()}.rest()) == 503);
}
