#include "acquire/simulate/pty_end.hpp"
#include "common/error.hpp"
#include "simulated_play.hpp"
#include "support/catch.hpp"
#include "support/temporary_folder.hpp"

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <string_view>
#include <thread>

using namespace ecg;
using namespace ecg::acquire;
using namespace ecg::test;

namespace {

constexpr int patience_ms = 10000;
constexpr std::string_view last_words = "-- the device has said all --";

int open_port(const std::string& link) {
    const int port = ::open(link.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    REQUIRE(port >= 0);
    return port;
}

/// All that comes until the device hangs up, or has said the ending.
std::string read_up_to(int port, std::string_view ending) {
    std::string received;
    std::array<char, 1024> buffer{};
    pollfd wanted{port, POLLIN, 0};
    while (::poll(&wanted, 1, patience_ms) > 0) {
        const auto count = ::read(port, buffer.data(), buffer.size());
        if (count < 0 && errno == EAGAIN) {
            continue;
        }
        if (count <= 0) {
            break;
        }
        received.append(buffer.data(), static_cast<std::size_t>(count));
        if (!ending.empty() && received.ends_with(ending)) {
            break;
        }
    }
    return received;
}

std::string read_to_hang_up(int port) {
    return read_up_to(port, "");
}

void write_all(PtyEnd& end, std::string_view bytes) {
    const auto deadline = MonotonicClock::now() + std::chrono::milliseconds{patience_ms};
    while (!bytes.empty() && MonotonicClock::now() < deadline) {
        bytes.remove_prefix(end.write(bytes));
    }
    REQUIRE(bytes.empty());
}

std::string read_once(PtyEnd& end) {
    std::string bytes;
    const auto deadline = MonotonicClock::now() + std::chrono::seconds{10};
    while (bytes.empty() && MonotonicClock::now() < deadline) {
        bytes = end.read(deadline, false);
    }
    return bytes;
}

} // namespace

TEST_CASE("A port's terminal is raw before anybody opens it") {
    const TemporaryFolder folder;
    const PtyEnd end{folder.path("port")};

    const int port = open_port(folder.path("port"));
    termios settings{};
    REQUIRE(::tcgetattr(port, &settings) == 0);
    ::close(port);

    CHECK((settings.c_lflag & (ICANON | ECHO | ISIG)) == 0);
    CHECK((settings.c_iflag & (ICRNL | IXON)) == 0);
    CHECK((settings.c_oflag & OPOST) == 0);
}

TEST_CASE("A port knows whether it is open, and hears what was said before it was closed") {
    const TemporaryFolder folder;
    PtyEnd end{folder.path("port")};
    end.read(MonotonicClock::now(), false);
    CHECK_FALSE(end.has_listener());
    CHECK(end.write("lost") == 0);

    const int port = open_port(folder.path("port"));
    end.read(MonotonicClock::now(), false);
    CHECK(end.has_listener());
    CHECK(end.write("heard") == 5);
    REQUIRE(::write(port, "stop", 4) == 4);
    ::close(port);

    CHECK(read_once(end) == "stop");
    end.read(MonotonicClock::now(), false);
    CHECK_FALSE(end.has_listener());
}

TEST_CASE("Unplugged, the link is gone and the host hears a hang-up; plugged in, it is back") {
    const TemporaryFolder folder;
    PtyEnd end{folder.path("port")};
    const int port = open_port(folder.path("port"));

    end.unplug();

    CHECK(folder.entries() == 0);
    CHECK(read_to_hang_up(port).empty());
    ::close(port);

    end.plug();
    const int again = open_port(folder.path("port"));
    end.read(MonotonicClock::now(), false);
    CHECK(end.has_listener());
    ::close(again);
}

TEST_CASE("A port takes the place of a dead link, but of nothing else") {
    const TemporaryFolder folder;
    std::filesystem::create_symlink("/nowhere", folder.path("dead"));
    folder.file("file", "precious");

    {
        const PtyEnd end{folder.path("dead")};
        CHECK(std::filesystem::read_symlink(folder.path("dead")) == end.terminal());
    }

    CHECK_FALSE(std::filesystem::is_symlink(folder.path("dead")));
    CHECK_THROWS_AS(PtyEnd{folder.path("file")}, Error);
    CHECK(folder.bytes("file") == "precious");
}

TEST_CASE("Through a port the decoder finds every frame that the device took") {
    const TemporaryFolder folder;
    SimulateSettings settings = device_settings("deckmount22", "split", Seconds{60});
    std::string lines;
    std::string received;

    {
        PtyEnd end{folder.path("port")};
        const int port = open_port(folder.path("port"));
        // A hang-up throws away what the host has not read: it has to hear the end first.
        std::thread host{[&] { received = read_up_to(port, last_words); }};
        SimulationTruth truth{[&](std::string_view line) { lines += line; }};
        simulate(settings, end, truth);
        write_all(end, last_words);
        host.join();
        ::close(port);
    }
    REQUIRE(received.ends_with(last_words));
    received.resize(received.size() - last_words.size());

    Played played;
    read_truth(lines, played);
    decode_all(settings.device, received, played);
    CHECK(played.taken.size() == 30000);
    CHECK(difference(played.got, played.taken) == "");
}
