// Pseudo-terminals through the backend that is under test: termios, or libserialport where the
// modem lines are feigned.
#include "acquire/wire/open_transport.hpp"
#include "support/catch.hpp"
#include "support/pseudo_terminal.hpp"
#include "support/transport_reading.hpp"

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/time.h>

#include <csignal>
#include <thread>

#ifndef ECG_BACKEND_UNDER_TEST
#define ECG_BACKEND_UNDER_TEST termios
#endif

using namespace ecg;
using namespace ecg::acquire;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using ecg::test::enough;
using ecg::test::point_link;
using ecg::test::PseudoTerminal;
using ecg::test::read_all;
using ecg::test::TemporaryFolder;
using ecg::test::trouble;

using Clock = std::chrono::steady_clock;

namespace {

constexpr std::string_view backend_name =
    SerialBackend::ECG_BACKEND_UNDER_TEST == SerialBackend::termios ? "termios" : "libserialport";

WireSettings settings_under_test() {
    WireSettings settings;
    settings.backend = SerialBackend::ECG_BACKEND_UNDER_TEST;
    return settings;
}

std::unique_ptr<Transport> open(const std::string& port) {
    return open_transport(port, settings_under_test());
}

std::string received(const PseudoTerminal& device, std::size_t wanted) {
    std::string bytes;
    const auto deadline = Clock::now() + enough;
    while (bytes.size() < wanted && Clock::now() < deadline) {
        pollfd waiting{device.descriptor(), POLLIN, 0};
        ::poll(&waiting, 1, 100);
        bytes += device.received();
    }
    return bytes;
}

/// Until so many bytes that were sent can be read from the port, since they take their time.
void await_input(const std::string& path, int wanted) {
    const int port = ::open(path.c_str(), O_RDONLY | O_NOCTTY | O_NONBLOCK);
    const auto deadline = Clock::now() + enough;
    int there = 0;
    while (there < wanted && Clock::now() < deadline) {
        ::ioctl(port, FIONREAD, &there);
        std::this_thread::yield();
    }
    ::close(port);
}

std::string all_bytes() {
    std::string bytes;
    for (int i = 0; i < 256; ++i) {
        bytes += static_cast<char>(i);
    }
    return bytes;
}

} // namespace

TEST_CASE("every byte passes both ways as it is", "[serial]") {
    const PseudoTerminal device;
    const auto port = open(device.path());

    device.send(all_bytes());
    std::string read;
    CHECK(read_all(*port, read, 256).end == ReadEnd::more);
    CHECK(port->write(all_bytes(), enough));

    CHECK(read == all_bytes());
    CHECK(received(device, 256) == all_bytes());
    CHECK(port->name() == device.path());
    CHECK(port->words() == std::string{backend_name} + ", 115200 8N1");
    CHECK(port->warning().empty());
    CHECK(port->is_live());
    CHECK(port->takes_commands());
}

TEST_CASE("what a device sent before it was opened is there", "[serial]") {
    const PseudoTerminal device;
    device.send("early");
    const auto port = open(device.path());

    std::string read;
    read_all(*port, read, 5);
    CHECK(read == "early");
}

TEST_CASE("a read without bytes ends with its patience", "[serial]") {
    const PseudoTerminal device;
    const auto port = open(device.path());

    std::string read;
    const auto start = Clock::now();
    const ReadResult nothing = port->read(read, 30ms);

    CHECK(Clock::now() - start >= 30ms);
    CHECK(nothing.count == 0);
    CHECK(nothing.end == ReadEnd::more);
}

TEST_CASE("a read appends to what is there", "[serial]") {
    const PseudoTerminal device;
    const auto port = open(device.path());
    device.send("cd");

    std::string read = "ab";
    CHECK(port->read(read, enough).count == 2);
    CHECK(read == "abcd");
}

TEST_CASE("an unplugged device is noticed at once, however long the patience", "[serial]") {
    PseudoTerminal device;
    const auto port = open(device.path());
    Clock::time_point pulled;
    std::thread hand{[&] {
        std::this_thread::sleep_for(50ms);
        pulled = Clock::now();
        device.unplug();
    }};

    std::string read;
    const ReadResult result = port->read(read, 60s);
    const auto noticed = Clock::now();
    hand.join();

    CHECK(result.end == ReadEnd::lost);
    CHECK(noticed - pulled < 30s); // a busy machine may be late, but not as late as the patience
    CHECK(port->read(read, 10s).end == ReadEnd::lost); // and it stays so
    CHECK_FALSE(port->write("1\r\n", 10s));
}

TEST_CASE("a signal ends a read early", "[serial]") {
    const PseudoTerminal device;
    const auto port = open(device.path());

    struct sigaction seen {};

    seen.sa_handler = [](int) {};

    struct sigaction before {};

    ::sigaction(SIGALRM, &seen, &before);
    itimerval again{{0, 20'000}, {0, 20'000}}; // again, should one come before the wait
    ::setitimer(ITIMER_REAL, &again, nullptr);

    std::string read;
    const auto start = Clock::now();
    const ReadResult result = port->read(read, 30s);
    const auto waited = Clock::now() - start;
    again = {};
    ::setitimer(ITIMER_REAL, &again, nullptr);
    ::sigaction(SIGALRM, &before, nullptr);

    CHECK(result.count == 0);
    CHECK(result.end == ReadEnd::more);
    CHECK(waited < 10s);
}

TEST_CASE("a symbolic link is followed anew at each open", "[serial]") {
    const TemporaryFolder folder;
    const std::string link = folder.path("ecg");
    PseudoTerminal before;
    const PseudoTerminal after;
    point_link(link, before.path());
    auto port = open(link);
    CHECK(port->name() == link);

    std::filesystem::remove(link); // first: the terminal may be somebody else's at once
    before.unplug();
    std::string read;
    CHECK(port->read(read, enough).end == ReadEnd::lost);
    port.reset();
    CHECK_THAT(trouble(ErrorKind::unavailable, [&] { open(link); }), Contains(link + ": "));
    point_link(link, after.path());
    port = open(link);
    after.send("back");
    read_all(*port, read, 4);

    CHECK(read == "back");
}

TEST_CASE("a port that is open is busy, and says who has it", "[serial]") {
    const PseudoTerminal device;
    auto port = open(device.path());

    const std::string busy = trouble(ErrorKind::unavailable, [&] { open(device.path()); });
    CHECK_THAT(busy, Contains(device.path() + ": in use by pid " + std::to_string(::getpid())));

    port.reset();
    CHECK_NOTHROW(open(device.path()));
}

TEST_CASE("input that is discarded never comes", "[serial]") {
    const PseudoTerminal device;
    const auto port = open(device.path());
    device.send("old");
    std::string first;
    read_all(*port, first, 3); // so that it is known to have arrived

    device.send("stale");
    await_input(device.path(), 5);
    port->discard_input();
    device.send("new");
    std::string read;
    read_all(*port, read, 3);

    CHECK(read == "new");
}

TEST_CASE("a device that takes nothing is given up when patience is over", "[serial]") {
    const PseudoTerminal device;
    const auto port = open(device.path());

    CHECK_FALSE(port->write(std::string(1U << 20, 'x'), 50ms));
}

TEST_CASE("a long stream comes whole", "[serial]") {
    const PseudoTerminal device;
    const auto port = open(device.path());
    std::string sent;
    for (int i = 0; sent.size() < 300'000; ++i) {
        sent += std::to_string(i) + "\n";
    }

    std::string read;
    std::size_t at = 0;
    const auto deadline = Clock::now() + enough;
    while (read.size() < sent.size() && Clock::now() < deadline) {
        at += device.send(std::string_view{sent}.substr(at, 10'000));
        port->read(read, 100ms);
    }

    CHECK(read == sent);
}

TEST_CASE("speeds out of the table and every frame are set on the line", "[serial]") {
    const PseudoTerminal device;
    for (const int baud : {50, 9600, 57600, 250'000, 921'600, 1'234'567, 4'000'000}) {
        WireSettings settings = settings_under_test();
        settings.line.baud = baud;
        const auto port = open_transport(device.path(), settings);
        CHECK(port->warning().empty());
        CHECK_THAT(port->words(), Contains(std::to_string(baud) + " 8N1"));
    }

    WireSettings settings = settings_under_test();
    settings.line.parity = Parity::even;
    settings.line.data_bits = 7;
    settings.line.stop_bits = 2;
    settings.flow = FlowControl::rts_cts;
    const auto port = open_transport(device.path(), settings);
    termios mode{};
    ::tcgetattr(device.descriptor(), &mode);
    CHECK((mode.c_cflag & CRTSCTS) != 0);
    CHECK((mode.c_cflag & HUPCL) == 0);
    CHECK((mode.c_cflag & CSTOPB) != 0);
    CHECK((mode.c_cflag & PARENB) == 0); // a pty has no parity
}

TEST_CASE("flow control that another program left on is off", "[serial]") {
    const PseudoTerminal device;
    termios mode{};
    ::tcgetattr(device.descriptor(), &mode);
    mode.c_cflag |= CRTSCTS | HUPCL;
    mode.c_iflag |= IXON | IXOFF | ICRNL;
    ::tcsetattr(device.descriptor(), TCSANOW, &mode);

    WireSettings settings = settings_under_test();
    settings.reset_on_open = false;
    const auto port = open_transport(device.path(), settings);

    ::tcgetattr(device.descriptor(), &mode);
    CHECK((mode.c_cflag & (CRTSCTS | HUPCL)) == 0);
    CHECK((mode.c_iflag & (IXON | IXOFF | ICRNL)) == 0);
}

TEST_CASE("by itself, a pseudo-terminal is opened without libserialport", "[serial]") {
    const PseudoTerminal device;
    const auto port = open_transport(device.path(), {});
    CHECK(port->words() == "termios, 115200 8N1");
}

TEST_CASE("nobody counts the errors of a line that has none", "[serial]") {
    const PseudoTerminal device;
    const auto port = open(device.path());
    CHECK(port->line_errors().framing == 0);
    CHECK(port->line_errors().overrun == 0);
}

TEST_CASE("small frames that follow closely are read several at a time", "[serial]") {
    const PseudoTerminal device;
    const auto port = open(device.path());
    std::thread sender{[&] {
        for (int i = 0; i < 200; ++i) {
            device.send("frame of twenty bytes");
            std::this_thread::sleep_for(500us);
        }
    }};

    std::string read;
    int reads = 0;
    const auto start = Clock::now();
    while (read.size() < 200 * 21 && Clock::now() - start < enough) {
        port->read(read, enough);
        ++reads;
    }
    const auto took = Clock::now() - start;
    sender.join();

    CHECK(read.size() == 200 * 21);
    CHECK(reads <= took / 2ms + 10); // 4 ms apart but for one after a late frame
}
