#include "acquire/simulate/pty_end.hpp"

#include "acquire/simulate/wait_for_host.hpp"
#include "common/error.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace ecg::acquire {
namespace {

[[noreturn]] void fail(const std::string& what) {
    throw Error{ErrorKind::data, what + ": " + std::strerror(errno)};
}

int open_master() {
    const int master = ::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (master < 0 || ::grantpt(master) != 0 || ::unlockpt(master) != 0) {
        fail("pseudo-terminal");
    }
    return master;
}

std::string terminal_of(int master) {
    std::array<char, 128> name{};
    if (::ptsname_r(master, name.data(), name.size()) != 0) {
        fail("pseudo-terminal");
    }
    return name.data();
}

/// Before anybody listens: a new one would echo what the device sends, and end its lines anew. It
/// stays so while the master is open.
void make_raw(const std::string& terminal) {
    const int slave = ::open(terminal.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    termios settings{};
    const bool done = slave >= 0 && ::tcgetattr(slave, &settings) == 0;
    ::cfmakeraw(&settings);
    ::cfsetspeed(&settings, B115200);
    if (!done || ::tcsetattr(slave, TCSANOW, &settings) != 0) {
        fail(terminal);
    }
    ::close(slave);
}

void check_replaceable(const std::string& link) {
    struct stat status {};

    if (::lstat(link.c_str(), &status) == 0 && !S_ISLNK(status.st_mode)) {
        throw Error{ErrorKind::data, link + ": exists already, and is no symbolic link"};
    }
}

/// In one step, so that whoever looks finds the old link, none, or this one.
void point(const std::string& link, const std::string& terminal) {
    check_replaceable(link);
    const std::string temporary = link + "." + std::to_string(::getpid());
    ::unlink(temporary.c_str());
    if (::symlink(terminal.c_str(), temporary.c_str()) != 0) {
        fail(link);
    }
    if (::rename(temporary.c_str(), link.c_str()) != 0) {
        const int error = errno;
        ::unlink(temporary.c_str());
        errno = error;
        fail(link);
    }
}

bool points_at(const std::string& link, const std::string& terminal) {
    std::array<char, PATH_MAX> target{};
    const auto length = ::readlink(link.c_str(), target.data(), target.size());
    return length > 0 &&
           std::string_view{target.data(), static_cast<std::size_t>(length)} == terminal;
}

} // namespace

PtyEnd::PtyEnd(std::string link) : link_{std::move(link)} {
    plug();
}

PtyEnd::~PtyEnd() {
    unplug();
}

void PtyEnd::plug() {
    master_ = open_master();
    try {
        terminal_ = terminal_of(master_);
        make_raw(terminal_);
        point(link_, terminal_);
    } catch (...) {
        ::close(std::exchange(master_, -1));
        throw;
    }
}

void PtyEnd::unplug() {
    if (master_ < 0) {
        return;
    }
    if (points_at(link_, terminal_)) { // another simulator may have taken the name
        ::unlink(link_.c_str());
    }
    ::close(std::exchange(master_, -1));
    terminal_.clear();
    listened_ = false;
}

std::string PtyEnd::read(MonotonicTime deadline, bool for_room) {
    std::string bytes;
    if (master_ < 0) {
        wait_for_listener(deadline);
        return bytes;
    }
    const short seen = wait_for_host(master_, deadline, for_room && listened_);
    listened_ = (seen & POLLHUP) == 0; // set while nobody has the terminal open
    if ((seen & POLLIN) != 0) {
        read_all(master_, bytes);
    }
    if (!listened_ && bytes.empty()) {
        wait_for_listener(deadline);
    }
    return bytes;
}

std::size_t PtyEnd::write(std::string_view bytes) {
    if (master_ < 0 || !listened_) {
        return 0;
    }
    const auto count = ::write(master_, bytes.data(), bytes.size());
    return count > 0 ? static_cast<std::size_t>(count) : 0;
}

/// The master cannot tell what the host has not read; the terminal can, where it may be opened.
bool PtyEnd::is_drained() {
    const int slave = listened_ ? ::open(terminal_.c_str(), O_RDONLY | O_NOCTTY | O_CLOEXEC) : -1;
    if (slave < 0) {
        return !listened_;
    }
    int waiting = 0;
    const bool told = ::ioctl(slave, FIONREAD, &waiting) == 0;
    ::close(slave);
    return told && waiting == 0;
}

} // namespace ecg::acquire
