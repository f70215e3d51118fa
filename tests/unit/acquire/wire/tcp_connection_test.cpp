#include "acquire/wire/open_transport.hpp"
#include "support/catch.hpp"
#include "support/transport_reading.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

using namespace ecg;
using namespace ecg::acquire;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using ecg::test::enough;
using ecg::test::read_all;
using ecg::test::trouble;

namespace {

using Clock = std::chrono::steady_clock;

/// Listens on a port of this machine that nobody else has.
class Listener {
public:
    Listener() : socket_{::socket(AF_INET, SOCK_STREAM, 0)} {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), size) == 0);
        REQUIRE(::listen(socket_, 1) == 0);
        ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
        name_ = "tcp:127.0.0.1:" + std::to_string(ntohs(address.sin_port));
    }

    ~Listener() {
        ::close(peer_);
        ::close(socket_);
    }

    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    [[nodiscard]] const std::string& name() const { return name_; }

    void accept() { peer_ = ::accept(socket_, nullptr, nullptr); }

    void send(std::string_view bytes) const { ::send(peer_, bytes.data(), bytes.size(), 0); }

    [[nodiscard]] std::string received(std::size_t size) const {
        std::string bytes(size, '\0');
        const ssize_t count = ::recv(peer_, bytes.data(), size, MSG_WAITALL);
        bytes.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
        return bytes;
    }

    void hang_up() {
        ::close(peer_);
        peer_ = -1;
    }

    /// As a peer that crashed: the connection is broken, not ended.
    void reset() {
        const linger at_once{1, 0};
        ::setsockopt(peer_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        hang_up();
    }

    void stop_listening() {
        ::close(socket_);
        socket_ = -1;
    }

private:
    int socket_ = -1;
    int peer_ = -1;
    std::string name_;
};

} // namespace

TEST_CASE("bytes pass both ways over TCP") {
    Listener host;
    const auto transport = open_transport(host.name(), {});
    host.accept();

    host.send(std::string("a\0b", 3));
    std::string read;
    CHECK(read_all(*transport, read, 3).end == ReadEnd::more);
    CHECK(transport->write("1\r\n", enough));

    CHECK(read == std::string("a\0b", 3));
    CHECK(host.received(3) == "1\r\n");
    CHECK(transport->name() == host.name());
    CHECK(transport->is_live());
    CHECK(transport->words() == "tcp");
}

TEST_CASE("what a peer sent before it hung up is read first, then the connection is lost") {
    Listener host;
    const auto transport = open_transport(host.name(), {});
    host.accept();
    host.send(std::string(100'000, 'x'));
    host.hang_up();

    std::string read;
    CHECK(read_all(*transport, read, 200'000).end == ReadEnd::lost);
    CHECK(read == std::string(100'000, 'x'));
    CHECK(transport->read(read, enough).end == ReadEnd::lost);
}

TEST_CASE("a broken connection is lost at once, and writing to it is no signal") {
    Listener host;
    const auto transport = open_transport(host.name(), {});
    host.accept();
    std::thread crash{[&] { host.reset(); }};

    std::string read;
    const auto start = Clock::now();
    CHECK(transport->read(read, 30s).end == ReadEnd::lost);
    crash.join();
    CHECK(Clock::now() - start < enough);
    CHECK_FALSE(transport->write("1\r\n", enough));
    CHECK_FALSE(transport->write("1\r\n", enough));
}

TEST_CASE("input over TCP that is discarded never comes") {
    Listener host;
    const auto transport = open_transport(host.name(), {});
    host.accept();
    host.send("old");
    std::string first;
    read_all(*transport, first, 3);
    host.send("stale"); // on the loopback it is there when send() returns

    transport->discard_input();
    host.send("new");
    std::string read;
    read_all(*transport, read, 3);

    CHECK(read == "new");
}

TEST_CASE("where nobody listens the device is unavailable") {
    Listener host;
    host.stop_listening();
    CHECK(trouble(ErrorKind::unavailable, [&] { open_transport(host.name(), {}); }) ==
          host.name() + ": nobody listens there");
}

TEST_CASE("an address without host or port is a mistake in the command") {
    for (const char* name : {"tcp:", "tcp:host", "tcp:host:", "tcp::80", "tcp:host:http",
                             "tcp:host:0", "tcp:host:65536", "tcp:[]:80"}) {
        INFO(name);
        CHECK_THAT(trouble(ErrorKind::usage, [&] { open_transport(name, {}); }),
                   Contains("is not tcp:host:port"));
    }
}
