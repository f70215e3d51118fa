// What is said of ports that cannot be had.
#include "acquire/wire/open_transport.hpp"
#include "acquire/wire/port_access.hpp"
#include "support/catch.hpp"
#include "support/pseudo_terminal.hpp"
#include "support/transport_reading.hpp"

#include <grp.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <csignal>

using namespace ecg;
using namespace ecg::acquire;
using Catch::Matchers::Contains;
using ecg::test::point_link;
using ecg::test::PseudoTerminal;
using ecg::test::TemporaryFolder;
using ecg::test::trouble;

namespace {

constexpr uid_t nobody = 65534;
constexpr gid_t terminals = 5; // "tty" on Debian

/// Without the rights of root for a while, should the tests have them.
class Unprivileged {
public:
    Unprivileged() : groups_(static_cast<std::size_t>(::getgroups(0, nullptr))) {
        if (::geteuid() == 0) {
            ::getgroups(static_cast<int>(groups_.size()), groups_.data());
            is_root_ =
                ::setgroups(0, nullptr) == 0 && ::setegid(nobody) == 0 && ::seteuid(nobody) == 0;
        }
    }

    ~Unprivileged() {
        if (is_root_ && (::seteuid(0) != 0 || ::setegid(0) != 0 ||
                         ::setgroups(groups_.size(), groups_.data()) != 0)) {
            std::abort();
        }
    }

    Unprivileged(const Unprivileged&) = delete;
    Unprivileged& operator=(const Unprivileged&) = delete;

private:
    std::vector<gid_t> groups_;
    bool is_root_ = false;
};

std::string trouble_with(ErrorKind kind, const std::string& port) {
    return trouble(kind, [&] { open_transport(port, {}); });
}

} // namespace

TEST_CASE("a missing port is named, with those that there are") {
    const std::string said = trouble_with(ErrorKind::unavailable, "/dev/ttyNOWHERE");
    CHECK_THAT(said, Catch::Matchers::StartsWith("/dev/ttyNOWHERE: no such port; there "));
    CHECK(said.find('\n') == std::string::npos);
}

TEST_CASE("a link that leads nowhere is a missing port") {
    const TemporaryFolder folder;
    point_link(folder.path("ecg"), folder.path("none"));
    CHECK_THAT(trouble_with(ErrorKind::unavailable, folder.path("ecg")),
               Contains(folder.path("ecg") + ": no such port"));
}

TEST_CASE("a denied port names the group that may open it") {
    const PseudoTerminal device;
    REQUIRE(::chmod(device.path().c_str(), 0060) == 0);
    REQUIRE((::geteuid() != 0 || ::chown(device.path().c_str(), 0, terminals) == 0));
    const Unprivileged user;

    const std::string said = trouble_with(ErrorKind::unavailable, device.path());
    CHECK_THAT(said, Contains(device.path() + ": permission denied; it belongs to group "));
    CHECK_THAT(said, Contains("usermod -a -G "));
    CHECK_THAT(lacking_access(device.path()), Contains("needs group "));
}

TEST_CASE("a port that no group may open says so") {
    const PseudoTerminal device;
    REQUIRE(::chmod(device.path().c_str(), 0000) == 0);
    const Unprivileged user;

    CHECK(trouble_with(ErrorKind::unavailable, device.path()) ==
          device.path() + ": permission denied; only its owner may open it");
}

TEST_CASE("another process that has a port open is seen, and this one is not") {
    const PseudoTerminal device;
    const auto port = open_transport(device.path(), {});
    CHECK(other_with(device.path()).empty());

    const pid_t other = ::fork(); // with a copy of the open port
    if (other == 0) {
        ::pause();
        ::_exit(0);
    }
    const std::string seen = other_with(device.path());
    ::kill(other, SIGKILL);
    ::waitpid(other, nullptr, 0);

    CHECK_THAT(seen, Catch::Matchers::StartsWith("pid " + std::to_string(other)));
}

TEST_CASE("a port that another process has locked names that process") {
    const PseudoTerminal device;
    int ready[2] = {-1, -1};
    REQUIRE(::pipe(ready) == 0);
    const pid_t other = ::fork();
    if (other == 0) {
        const int port = ::open(device.path().c_str(), O_RDWR | O_NOCTTY);
        const bool locked = ::flock(port, LOCK_EX | LOCK_NB) == 0;
        ::_exit(::write(ready[1], "x", locked ? 1 : 0) == 1 ? ::pause() : 1);
    }
    char byte = 0;
    REQUIRE(::read(ready[0], &byte, 1) == 1);

    const std::string said = trouble_with(ErrorKind::unavailable, device.path());
    ::kill(other, SIGKILL);
    ::waitpid(other, nullptr, 0);
    ::close(ready[0]);
    ::close(ready[1]);

    CHECK_THAT(said, Contains(device.path() + ": in use by pid " + std::to_string(other)));
}

TEST_CASE("a folder or file is no port, and a file is read with file:") {
    const TemporaryFolder folder;
    const std::string path = folder.file("night.raw", "x");
    CHECK(trouble_with(ErrorKind::usage, path) ==
          path + ": is a file, not a port; to read it say file:" + path);
    CHECK(trouble_with(ErrorKind::usage, "/tmp") == "/tmp: is a folder, not a port");
    CHECK(trouble_with(ErrorKind::usage, "/dev/null") == "/dev/null: is not a serial port");
    CHECK(trouble_with(ErrorKind::usage, "/dev/tty") == "/dev/tty: is not a serial port");
    CHECK(trouble_with(ErrorKind::usage, "") == "the port has no name");
    REQUIRE(::mkfifo(folder.path("pipe").c_str(), 0600) == 0);
    CHECK_THAT(trouble_with(ErrorKind::usage, folder.path("pipe")), Contains("say file:"));
}
