#include "common/systemd.hpp"
#include "raw_client.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

using namespace ecg::serve;
using namespace ecg::serve::test;
using namespace std::chrono_literals;

namespace {

const std::string get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

/// Keeps the questions until the test answers them.
struct Kept {
    Handler handler() {
        return [this](const Request&, Answer answer) {
            const std::lock_guard lock{mutex};
            answers.push_back(std::move(answer));
        };
    }

    std::size_t count() {
        const std::lock_guard lock{mutex};
        return answers.size();
    }

    void answer_all() {
        const std::lock_guard lock{mutex};
        for (const Answer& answer : answers) {
            answer({.headers = {}, .body = "kept"});
        }
    }

    std::mutex mutex;
    std::vector<Answer> answers;
};

bool can_connect(unsigned short port) {
    try {
        const RawClient client{port};
        return true;
    } catch (const std::runtime_error&) {
        return false;
    }
}

/// Where a service says how it is.
struct NotifySocket {
    NotifySocket() {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        const std::string path = folder.path("notify");
        path.copy(address.sun_path, sizeof address.sun_path - 1);
        ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address);
        const timeval patience{10, 0};
        ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        ::setenv("NOTIFY_SOCKET", path.c_str(), 1);
    }

    ~NotifySocket() {
        ::unsetenv("NOTIFY_SOCKET");
        ::close(socket);
    }

    NotifySocket(const NotifySocket&) = delete;
    NotifySocket& operator=(const NotifySocket&) = delete;

    std::string next() const {
        std::array<char, 256> text{};
        const ssize_t size = ::recv(socket, text.data(), text.size(), 0);
        return {text.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
    }

    ecg::test::TemporaryFolder folder;
    int socket = ::socket(AF_UNIX, SOCK_DGRAM, 0);
};

int listening_socket() {
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    ::listen(socket, 16);
    return socket;
}

} // namespace

TEST_CASE("At the stop what was taken is answered, and nobody new is let in") {
    Kept kept;
    Running running{quick_settings(), kept.handler()};
    RawClient asked{running.port()};
    RawClient idle{running.port()};
    asked.send(get);
    REQUIRE(becomes_true([&] { return kept.count() == 1; }));

    bool all = false;
    std::jthread stopping{[&] { all = running.server->stop(10s); }};
    CHECK(idle.rest().empty());
    CHECK_FALSE(can_connect(running.port()));
    kept.answer_all();
    const std::string said = asked.rest();
    stopping.join();

    CHECK(all);
    CHECK(header_of(said, "Connection") == "close");
    CHECK(body_of(said) == "kept");
}

TEST_CASE("A request that is on its way at the stop is still answered") {
    ServerSettings settings = quick_settings();
    settings.deadlines.farewell = 5s;
    Running running{std::move(settings)};
    RawClient client{running.port()};
    client.send(get);
    REQUIRE(status_of(client.answer()) == 200);
    RawClient half{running.port()};
    half.send("GET / HTTP/1.1\r\n");
    REQUIRE(becomes_true([&] { return running.server->connections() == 2; }));

    std::jthread stopping{[&] { running.server->stop(10s); }};
    REQUIRE(becomes_true([&] { return !can_connect(running.port()); }));
    client.send(get);
    half.send("Host: x\r\n\r\n");

    CHECK(status_of(client.rest()) == 200);
    CHECK(status_of(half.rest()) == 200);
    stopping.join();
}

TEST_CASE("The stop waits no longer than it may for an answer that does not come") {
    Kept kept;
    Running running{quick_settings(), kept.handler()};
    RawClient client{running.port()};
    client.send(get);
    REQUIRE(becomes_true([&] { return kept.count() == 1; }));

    CHECK_FALSE(running.server->stop(100ms));
    CHECK(client.rest().empty());
    running.server.reset();
    kept.answer_all(); // too late, and to nobody
}

TEST_CASE("Many requests in flight at the stop are each answered once") {
    Kept kept;
    Running running{quick_settings(), kept.handler()};
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 100; ++i) {
        clients.push_back(std::make_unique<RawClient>(running.port()));
        clients.back()->send(get);
    }
    REQUIRE(becomes_true([&] { return kept.count() == 100; }));

    bool all = false;
    std::jthread stopping{[&] { all = running.server->stop(10s); }};
    REQUIRE(becomes_true([&] { return !can_connect(running.port()); }));
    kept.answer_all();

    for (const auto& client : clients) {
        CHECK(body_of(client->rest()) == "kept");
    }
    stopping.join();
    CHECK(all);
    CHECK(running.answered().size() == 100);
}

TEST_CASE("A server that never started is destroyed, and stopped twice is stopped") {
    { const Server never{quick_settings(), echo}; }
    Running running;
    CHECK(running.server->stop(1s));
    CHECK(running.server->stop(1s));
}

TEST_CASE("A network thread shows that it runs") {
    Running running;
    CHECK(running.server->is_alive());
}

TEST_CASE("systemd is told when a server is ready and when it stops") {
    const NotifySocket notified;
    ServerSettings settings = quick_settings();
    settings.tell_systemd = true;
    Running running{std::move(settings)};

    CHECK(notified.next() == "READY=1");
    running.server->stop(1s);
    CHECK(notified.next() == "STOPPING=1");
}

TEST_CASE("systemd's watchdog hears of a server that lives") {
    ::setenv("WATCHDOG_USEC", "100000", 1);
    const NotifySocket notified;
    ServerSettings settings = quick_settings();
    settings.tell_systemd = true;
    Running running{std::move(settings)};
    ::unsetenv("WATCHDOG_USEC");

    CHECK(notified.next() == "READY=1");
    CHECK(notified.next() == "WATCHDOG=1");
    CHECK(notified.next() == "WATCHDOG=1");
}

TEST_CASE("A server takes a socket that listens already") {
    ServerSettings settings = quick_settings();
    settings.listen = {"no address"};
    settings.sockets = {listening_socket()};
    Running running{std::move(settings)};
    RawClient client{running.port()};

    client.send(get);

    CHECK(status_of(client.answer()) == 200);
}

TEST_CASE("systemd's sockets are for the process that it names") {
    const int socket = listening_socket();
    const pid_t child = ::fork();
    if (child == 0) { // where descriptor 3 is nobody's
        ::dup2(socket, 3);
        ::setenv("LISTEN_FDS", "1", 1);
        ::setenv("LISTEN_PID", "1", 1);
        const bool not_ours = ecg::take_systemd_sockets().empty();
        ::setenv("LISTEN_FDS", "1", 1);
        ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
        const bool ours = ecg::take_systemd_sockets() == std::vector<int>{3};
        const bool inherited = (::fcntl(3, F_GETFD) & FD_CLOEXEC) == 0;
        const bool again = !ecg::take_systemd_sockets().empty();
        ::_exit(not_ours && ours && !inherited && !again ? 0 : 1);
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    ::close(socket);
    CHECK(status == 0);
}

TEST_CASE("An address that cannot be listened on is named") {
    const auto listen = [](const std::string& address) {
        ServerSettings settings = quick_settings();
        settings.listen = {address};
        const Server server{std::move(settings), echo};
    };
    Running running;
    const std::string taken = "127.0.0.1:" + std::to_string(running.port());

    CHECK_THROWS_WITH(listen(taken), taken + ": cannot listen: Address already in use");
    CHECK_THROWS_WITH(listen("8080"),
                      Catch::StartsWith("8080: an address to listen on is HOST:PORT"));
    CHECK_THROWS_WITH(listen("::1:80"), Catch::Contains("HOST:PORT"));
    CHECK_THROWS_WITH(listen("192.0.2.1:0"), Catch::StartsWith("192.0.2.1:0: cannot listen"));
    CHECK_NOTHROW(listen("[::1]:0"));
}
