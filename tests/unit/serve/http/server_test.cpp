#include "raw_client.hpp"
#include "support/catch.hpp"

#include <thread>

using namespace ecg::serve;
using namespace ecg::serve::test;
using namespace std::chrono_literals;

namespace {

const std::string get = "GET /a?b=1 HTTP/1.1\r\nHost: x\r\n\r\n";
const std::string last_get = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

std::string post(std::string_view body, std::string_view headers = "") {
    return "POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n" + std::string{headers} + "\r\n" + std::string{body};
}

} // namespace

TEST_CASE("A request is answered, and the connection stays open for the next one") {
    Running running;
    RawClient client{running.port()};

    client.send(get);
    const std::string first = client.answer();
    client.send(post("hello"));
    const std::string second = client.answer();

    CHECK(status_of(first) == 200);
    CHECK(body_of(first) == "GET /a?b=1 ");
    CHECK(header_of(first, "Content-Length") == "11");
    CHECK(header_of(first, "Date").ends_with("GMT"));
    CHECK(header_of(first, "Server").empty());
    CHECK(header_of(first, "Strict-Transport-Security").empty());
    CHECK(body_of(second) == "POST /p? hello");
}

TEST_CASE("Requests that come at once are answered in order") {
    Running running;
    RawClient client{running.port()};

    client.send(get + post("two") + get);

    CHECK(body_of(client.answer()) == "GET /a?b=1 ");
    CHECK(body_of(client.answer()) == "POST /p? two");
    CHECK(body_of(client.answer()) == "GET /a?b=1 ");
}

TEST_CASE("A request may come in pieces of one byte") {
    Running running;
    RawClient client{running.port()};

    for (const char c : post("drop by drop")) {
        client.send({&c, 1});
    }

    CHECK(body_of(client.answer()) == "POST /p? drop by drop");
}

TEST_CASE("Connection: close is honoured, and HTTP/1.0 closes unless it asks otherwise") {
    Running running;

    const std::string closed = RawClient{running.port()}.ask(last_get);
    const std::string old = RawClient{running.port()}.ask("GET / HTTP/1.0\r\n\r\n");
    RawClient kept{running.port()};
    kept.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");

    CHECK(status_of(closed) == 200);
    CHECK(header_of(closed, "Connection") == "close");
    CHECK(status_of(old) == 200);
    CHECK(header_of(kept.answer(), "Connection") == "keep-alive");
    kept.send(get);
    CHECK(status_of(kept.answer()) == 200);
}

TEST_CASE("What is sent behind the last request does not take its answer back") {
    Running running;
    RawClient client{running.port()};

    client.send(last_get + std::string(1'000'000, 'a'));
    const std::string said = client.rest();

    CHECK(body_of(said) == "GET /? ");
    CHECK_FALSE(client.is_reset());
}

TEST_CASE("HEAD is GET without the body") {
    Running running;
    RawClient client{running.port()};

    client.send("HEAD /a?b=1 HTTP/1.1\r\nHost: x\r\n\r\n" + get);

    CHECK(header_of(client.answer(false), "Content-Length") == "11");
    CHECK(body_of(client.answer()) == "GET /a?b=1 ");
    REQUIRE(becomes_true([&] { return running.answered().size() == 2; }));
    CHECK(running.answered()[0].head);
}

TEST_CASE("A sender that expects 100 Continue gets it before its body") {
    Running running;
    RawClient client{running.port()};

    client.send("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
    const std::string go_on = client.until("\r\n\r\n");
    client.send("body");

    CHECK(go_on == "HTTP/1.1 100 Continue\r\n\r\n");
    CHECK(body_of(client.answer()) == "POST /p? body");
}

TEST_CASE("Nobody is told to go on with a body that is too large") {
    Running running;

    const std::string answer = RawClient{running.port()}.ask(
        "POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\nExpect: 100-continue\r\n\r\n");

    CHECK(status_of(answer) == 413);
}

TEST_CASE("Chunks become one body, and what follows them is the next request") {
    Running running;
    RawClient client{running.port()};

    client.send("POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                "5;name=value\r\nhello\r\n1\r\n \r\n5\r\nworld\r\n0\r\nTrailer: x\r\n\r\n" +
                get);

    CHECK(body_of(client.answer()) == "POST /p? hello world");
    CHECK(body_of(client.answer()) == "GET /a?b=1 ");
}

TEST_CASE("A target with scheme and host means its path") {
    Running running;

    const std::string answer = RawClient{running.port()}.ask(
        "GET http://x/p?q=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    CHECK(body_of(answer) == "GET /p?q=1 ");
}

TEST_CASE("OPTIONS of the whole server names the methods") {
    Running running;
    RawClient client{running.port()};

    client.send("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n");
    const std::string answer = client.answer();

    CHECK(status_of(answer) == 204);
    CHECK(header_of(answer, "Allow").find("PATCH") != std::string::npos);
    CHECK(header_of(answer, "Content-Length").empty());
}

TEST_CASE("A sane request id is taken, and another one is made") {
    Running running;
    RawClient client{running.port()};

    client.send("GET / HTTP/1.1\r\nHost: x\r\nX-Request-Id: sync-7.a_b\r\n\r\n");
    CHECK(header_of(client.answer(), "X-Request-Id") == "sync-7.a_b");
    client.send("GET / HTTP/1.1\r\nHost: x\r\nX-Request-Id: {\"a\":1}\r\n\r\n");
    CHECK(header_of(client.answer(), "X-Request-Id").size() == 16);
}

TEST_CASE("Handlers answer later, from another thread") {
    std::vector<std::thread> threads;
    {
        Running running{quick_settings(), [&](const Request& request, Answer answer) {
                            threads.emplace_back([request, answer = std::move(answer)] {
                                answer({.status = 201, .headers = {}, .body = request.body});
                            });
                        }};
        RawClient client{running.port()};
        client.send(post("later"));
        CHECK(body_of(client.answer()) == "later");
        client.send(post("again"));
        CHECK(status_of(client.answer()) == 201);
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
}

TEST_CASE("A handler that drops the question or throws is answered for") {
    Running running{quick_settings(), [](const Request& request, const Answer&) {
                        if (request.path == "/throw") {
                            throw std::runtime_error{"no"};
                        }
                    }};
    RawClient client{running.port()};

    client.send("GET /drop HTTP/1.1\r\nHost: x\r\n\r\n");
    const std::string dropped = client.answer();
    client.send("GET /throw HTTP/1.1\r\nHost: x\r\n\r\n");

    CHECK(status_of(dropped) == 500);
    CHECK(body_of(dropped).find("\"code\":\"internal_error\"") != std::string::npos);
    CHECK(status_of(client.answer()) == 500);
    CHECK(running.told() == std::vector<std::string>{"a handler failed: no"});
}

TEST_CASE("What was answered is observed, with nothing of what was said") {
    Running running;
    RawClient client{running.port()};

    client.send(post("secret", "X-Request-Id: r1\r\n"));
    const std::string answer = client.answer();
    REQUIRE(becomes_true([&] { return running.answered().size() == 1; }));

    const Answered told = running.answered()[0];
    CHECK(told.method == Method::post);
    CHECK(told.route == "echo");
    CHECK(told.status == 200);
    CHECK(told.bytes_out == answer.size());
    CHECK(told.bytes_in == post("secret", "X-Request-Id: r1\r\n").size());
    CHECK(told.request_id == "r1");
    CHECK(told.address == "127.0.0.1");
    CHECK(told.whole);
}

TEST_CASE("A header that a handler got wrong does not become two") {
    Running running{quick_settings(), [](const Request&, const Answer& answer) {
                        answer({.headers = {{"X-Name", "a\r\nX-Evil: 1"}, {"Content-Length", "7"}},
                                .body = "ok"});
                    }};
    RawClient client{running.port()};

    client.send(get);
    const std::string answer = client.answer();

    CHECK(header_of(answer, "X-Evil").empty());
    CHECK(header_of(answer, "Content-Length") == "2");
}
