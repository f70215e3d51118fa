#include "raw_client.hpp"
#include "support/catch.hpp"

#include <condition_variable>
#include <thread>

using namespace ecg::serve;
using namespace ecg::serve::test;
using namespace std::chrono_literals;

namespace {

const std::string get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

/// Gives what make gives, by the number of the call; counts itself while it lives.
class Counted : public BodyStream {
public:
    using Make = std::function<std::optional<std::string>(std::size_t)>;

    Counted(Make make, std::atomic<int>& alive) : make_{std::move(make)}, alive_{alive} {
        ++alive_;
    }

    ~Counted() override { --alive_; }

    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;

    void next(Take take) override { take(make_(calls_++)); }

private:
    Make make_;
    std::atomic<int>& alive_;
    std::size_t calls_ = 0;
};

/// Pieces that the test gives, when it likes, from its own thread.
class Mailbox {
public:
    class Stream : public BodyStream {
    public:
        explicit Stream(std::shared_ptr<Mailbox> box) : box_{std::move(box)} {}

        ~Stream() override {
            const std::lock_guard lock{box_->mutex_};
            box_->is_gone_ = true;
            box_->take_ = nullptr;
        }

        Stream(const Stream&) = delete;
        Stream& operator=(const Stream&) = delete;

        void next(Take take) override {
            const std::lock_guard lock{box_->mutex_};
            box_->take_ = std::move(take);
            box_->asked_.notify_all();
        }

    private:
        std::shared_ptr<Mailbox> box_;
    };

    /// Waits to be asked; false when the stream is gone.
    bool give(std::optional<std::string> piece) {
        std::unique_lock lock{mutex_};
        const bool in_time = asked_.wait_for(lock, 10s, [this] { return take_ || is_gone_; });
        if (!in_time || !take_) {
            return false;
        }
        const auto take = std::exchange(take_, nullptr);
        take(std::move(piece)); // under the lock: whoever is woken must not come back in here
        return true;
    }

    /// Drops the question.
    void drop() {
        std::unique_lock lock{mutex_};
        asked_.wait_for(lock, 10s, [this] { return take_ || is_gone_; });
        const auto take = std::exchange(take_, nullptr);
        lock.unlock();
    }

    bool is_gone() {
        const std::lock_guard lock{mutex_};
        return is_gone_;
    }

private:
    std::mutex mutex_;
    std::condition_variable asked_;
    BodyStream::Take take_;
    bool is_gone_ = false;
};

Handler mailing(const std::shared_ptr<Mailbox>& box, const std::string& type) {
    return [box, type](const Request&, const Answer& answer) {
        answer({.headers = {{"Content-Type", type}},
                .body = {},
                .stream = std::make_shared<Mailbox::Stream>(box),
                .route = "stream"});
    };
}

Handler counted(const Counted::Make& make, std::atomic<int>& alive) {
    return [make, &alive](const Request&, const Answer& answer) {
        answer({.headers = {{"Content-Type", "application/x-lines"}},
                .body = {},
                .stream = std::make_shared<Counted>(make, alive)});
    };
}

std::optional<std::string> three_pieces(std::size_t i) {
    return i < 3 ? std::optional{std::string(i + 1, 'a')} : std::nullopt;
}

} // namespace

TEST_CASE("A stream is sent in chunks, and the connection goes on behind it") {
    std::atomic<int> alive{0};
    Running running{quick_settings(), counted(three_pieces, alive)};
    RawClient client{running.port()};

    client.send(get + get);

    for (int i = 0; i < 2; ++i) {
        const std::string answer = client.answer();
        CHECK(header_of(answer, "Transfer-Encoding") == "chunked");
        CHECK(header_of(answer, "Content-Length").empty());
        CHECK(body_of(answer) == "1\r\na\r\n2\r\naa\r\n3\r\naaa\r\n0\r\n\r\n");
    }
    CHECK(becomes_true([&] { return alive == 0; }));
}

TEST_CASE("HTTP/1.0 gets a stream without chunks, up to the close") {
    std::atomic<int> alive{0};
    Running running{quick_settings(), counted(three_pieces, alive)};

    const std::string answer =
        RawClient{running.port()}.ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");

    CHECK(header_of(answer, "Transfer-Encoding").empty());
    CHECK(header_of(answer, "Connection") == "close");
    CHECK(body_of(answer) == "aaaaaa");
}

TEST_CASE("HEAD of a stream has its headers and asks for no piece") {
    std::atomic<int> alive{0};
    std::atomic<int> asked{0};
    Running running{quick_settings(), counted(
                                          [&](std::size_t) {
                                              ++asked;
                                              return std::optional<std::string>{};
                                          },
                                          alive)};

    const std::string answer =
        RawClient{running.port()}.ask("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    CHECK(header_of(answer, "Transfer-Encoding") == "chunked");
    CHECK(body_of(answer).empty());
    CHECK(asked == 0);
    CHECK(becomes_true([&] { return alive == 0; }));
}

TEST_CASE("A stream of a hundred thousand pieces that are there at once needs no deeper stack") {
    std::atomic<int> alive{0};
    const std::size_t pieces = 100'000;
    Running running{quick_settings(), counted(
                                          [&](std::size_t i) {
                                              return i < pieces ? std::optional<std::string>{"ab"}
                                                                : std::nullopt;
                                          },
                                          alive)};

    const std::string answer =
        RawClient{running.port()}.ask("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    CHECK(without_chunks(body_of(answer)).size() == 2 * pieces);
}

TEST_CASE("A stream that breaks off is not taken for a whole one") {
    const auto box = std::make_shared<Mailbox>();
    Running running{quick_settings(), mailing(box, "text/plain")};
    RawClient client{running.port()};

    client.send(get);
    REQUIRE(box->give("begun"));
    box->drop();

    CHECK(body_of(client.rest()) == "5\r\nbegun\r\n");
    REQUIRE(becomes_true([&] { return running.answered().size() == 1; }));
    CHECK_FALSE(running.answered()[0].whole);
    CHECK(running.answered()[0].route == "stream");
}

TEST_CASE("A reader who sends no more still gets all of a stream") {
    const auto box = std::make_shared<Mailbox>();
    Running running{quick_settings(), mailing(box, "text/plain")};
    RawClient client{running.port()};

    client.send(get);
    REQUIRE(box->give("first"));
    client.finish_sending();
    CHECK(client.until("first").ends_with("5\r\nfirst"));
    REQUIRE(box->give("second"));
    REQUIRE(box->give(std::nullopt));

    CHECK(client.rest() == "\r\n6\r\nsecond\r\n0\r\n\r\n");
}

TEST_CASE("An event goes at once, and a stream of events outlives every deadline of a request") {
    ServerSettings settings = quick_settings();
    settings.deadlines.request = 50ms;
    settings.deadlines.idle = 50ms;
    const auto box = std::make_shared<Mailbox>();
    Running running{std::move(settings), mailing(box, "text/event-stream")};
    RawClient client{running.port()};

    client.send(get);
    REQUIRE(box->give("data: 1\n\n"));
    CHECK(client.until("data: 1\n\n").ends_with("9\r\ndata: 1\n\n"));
    std::this_thread::sleep_for(200ms); // longer than each deadline; more would change nothing
    REQUIRE(box->give("data: 2\n\n"));
    CHECK(client.until("data: 2\n\n").ends_with("9\r\ndata: 2\n\n"));
}

TEST_CASE("A stream of events is destroyed when its reader goes, though it has nothing to say") {
    const auto box = std::make_shared<Mailbox>();
    Running running{quick_settings(), mailing(box, "text/event-stream")};
    {
        RawClient client{running.port()};
        client.send(get);
        REQUIRE(box->give("data: 1\n\n"));
        REQUIRE_FALSE(client.until("data: 1\n\n").empty());
        CHECK_FALSE(box->is_gone());
    }
    CHECK(becomes_true([&] { return box->is_gone(); }));
    CHECK_FALSE(box->give("data: 2\n\n"));
    CHECK(becomes_true([&] { return running.server->connections() == 0; }));
}

TEST_CASE("What is sent on a stream of events waits until that is over") {
    const auto box = std::make_shared<Mailbox>();
    Running running{quick_settings(), mailing(box, "text/event-stream")};
    RawClient client{running.port()};

    client.send(get + "GET /a HTTP/1.1\r\nHo"); // one and a half
    REQUIRE(box->give("data: 1\n\n"));
    client.send("st: x\r\n");
    REQUIRE(box->give("data: 2\n\n"));
    client.send("Content-Length: 40000\r\n\r\n" + std::string(40'000, 'a'));
    REQUIRE(box->give(std::nullopt));
    CHECK(status_of(client.answer()) == 200);
    REQUIRE(becomes_true([&] { return box->give(std::nullopt); })); // of the second stream
    CHECK(status_of(client.answer()) == 200);
}

TEST_CASE("A stream is asked for no more than its reader takes, and cut when that takes nothing") {
    ServerSettings settings = quick_settings();
    settings.deadlines.stall = 300ms;
    std::atomic<int> alive{0};
    std::atomic<std::size_t> given{0};
    const std::string piece(100'000, 'a');
    Running running{std::move(settings), counted(
                                             [&](std::size_t) {
                                                 given += piece.size();
                                                 return std::optional{piece};
                                             },
                                             alive)};
    const RawClient client{running.port()};

    client.send(get); // and reads nothing

    CHECK(becomes_true([&] { return running.answered().size() == 1; }));
    CHECK_FALSE(running.answered()[0].whole);
    CHECK(alive == 0);
    CHECK(given < 64'000'000U); // what the two sockets hold
}

TEST_CASE("A stream packed for its reader is the same when unpacked, and each event goes at once") {
    const auto box = std::make_shared<Mailbox>();
    Running running{quick_settings(), mailing(box, "text/event-stream")};
    RawClient client{running.port()};

    client.send("GET / HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n");
    REQUIRE(box->give("data: 1\n\n"));
    const std::string head = client.until("\r\n\r\n");
    CHECK(header_of(head, "Content-Encoding") == "gzip");
    CHECK_FALSE(client.until("\r\n").empty()); // a chunk's size: the event has left
    REQUIRE(box->give(std::nullopt));
    CHECK(client.rest().ends_with("\r\n0\r\n\r\n"));
}

TEST_CASE("Many questions are answered at once by one thread, as after one commit") {
    std::mutex mutex;
    std::vector<Answer> waiting;
    Running running{quick_settings(), [&](const Request&, Answer answer) {
                        const std::lock_guard lock{mutex};
                        waiting.push_back(std::move(answer));
                    }};
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 200; ++i) {
        clients.push_back(std::make_unique<RawClient>(running.port()));
        clients.back()->send(get);
    }
    REQUIRE(becomes_true([&] {
        const std::lock_guard lock{mutex};
        return waiting.size() == 200;
    }));

    for (const Answer& answer : waiting) {
        answer({.status = 201, .headers = {}, .body = "stored"});
    }

    for (const auto& client : clients) {
        const std::string said = client->answer();
        CHECK(status_of(said) == 201);
        CHECK(body_of(said) == "stored");
    }
}

TEST_CASE(
    "A stream of a known length is sent without chunks, and the connection goes on behind it") {
    std::atomic<int> alive = 0;
    const auto in_pieces = [](std::size_t call) {
        return call < 3 ? std::optional<std::string>{"abcd"} : std::nullopt;
    };
    Running running{quick_settings(), [&](const Request&, const Answer& answer) {
                        Response response;
                        response.stream = std::make_shared<Counted>(in_pieces, alive);
                        response.length = 12;
                        answer(std::move(response));
                    }};
    RawClient client{running.port()};

    for (int i = 0; i < 2; ++i) {
        client.send(get);
        const std::string answer = client.answer();
        CHECK(header_of(answer, "Content-Length") == "12");
        CHECK(header_of(answer, "Transfer-Encoding").empty());
        CHECK(body_of(answer) == "abcdabcdabcd");
    }
    client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
    const std::string head = client.answer(false);
    CHECK(header_of(head, "Content-Length") == "12");
}

TEST_CASE("A stream that is shorter or longer than it was said to be is cut") {
    for (const std::size_t pieces : {2U, 4U}) {
        std::atomic<int> alive = 0;
        Running running{quick_settings(), [&](const Request&, const Answer& answer) {
                            Response response;
                            response.stream = std::make_shared<Counted>(
                                [pieces](std::size_t call) {
                                    return call < pieces ? std::optional<std::string>{"abcd"}
                                                         : std::nullopt;
                                },
                                alive);
                            response.length = 12;
                            answer(std::move(response));
                        }};
        RawClient client{running.port()};

        client.send(get);
        const std::string all = client.rest();
        CHECK(body_of(all).size() <= 12);
        CHECK(becomes_true([&] { return !running.answered().empty(); }));
        CHECK_FALSE(running.answered().front().whole);
    }
}
