#include "acquire/wire/port_claim.hpp"

#include "acquire/wire/list_ports.hpp"
#include "acquire/wire/port_access.hpp"
#include "acquire/wire/port_names.hpp"
#include "common/error.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace ecg::acquire {
namespace {

[[noreturn]] void throw_unavailable(const std::string& name, const std::string& why) {
    throw Error{ErrorKind::unavailable, name + ": " + why};
}

[[noreturn]] void throw_missing(const std::string& name) {
    throw_unavailable(name, "no such port; " + ports_there_are(list_ports()));
}

[[noreturn]] void throw_busy(const std::string& name, const std::string& device) {
    const std::string holder = holder_of(device);
    throw_unavailable(name, holder.empty() ? "in use by another process" : "in use by " + holder);
}

/// The screens and keyboards of this machine: terminals, but not lines.
bool is_console(dev_t device) {
    const bool is_screen = major(device) == 4 && minor(device) < 64;
    const bool is_own = major(device) == 5 && minor(device) < 3; // tty, console, ptmx
    return is_screen || is_own;
}

/// What is there but can never be a port.
void refuse_other_kinds(const std::string& name, const struct stat& status) {
    const mode_t mode = status.st_mode;
    const auto refuse = [&](const char* why) { throw Error{ErrorKind::usage, name + ": " + why}; };
    if (S_ISDIR(mode)) {
        refuse("is a folder, not a port");
    }
    if (S_ISREG(mode)) {
        throw Error{ErrorKind::usage,
                    name + ": is a file, not a port; to read it say file:" + name};
    }
    if (S_ISFIFO(mode)) {
        throw Error{ErrorKind::usage,
                    name + ": is a pipe, not a port; to read it say file:" + name};
    }
    if (!S_ISCHR(mode) || is_console(status.st_rdev)) {
        refuse("is not a serial port");
    }
}

} // namespace

bool is_pseudo_terminal(const std::string& device) {
    return device.starts_with("/dev/pts/");
}

void throw_port_trouble(const std::string& name, const std::string& device, int error) {
    switch (error) {
    case ENOENT:
    case ENOTDIR:
    case ENXIO:
    case ENODEV:
        throw_missing(name);
    case EACCES:
    case EPERM:
        throw_unavailable(name, "permission denied; " + access_advice(device));
    case EBUSY:
        throw_busy(name, device);
    case EIO:
        throw_unavailable(name, "no hardware answers there");
    case ENOTTY:
        throw Error{ErrorKind::usage, name + ": is not a serial port"};
    default:
        throw_unavailable(name, std::generic_category().message(error));
    }
}

Descriptor claim_port(const std::string& name, const std::string& device) {
    struct stat status {};

    if (::stat(device.c_str(), &status) != 0) {
        throw_port_trouble(name, device, errno);
    }
    refuse_other_kinds(name, status);
    Descriptor port{::open(device.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)};
    if (!port.is_open()) {
        throw_port_trouble(name, device, errno);
    }
    if (::isatty(port.number()) == 0) {
        throw_port_trouble(name, device, errno == EINVAL ? ENOTTY : errno);
    }
    lock_port(port.number(), name, device);
    return port;
}

void lock_port(int descriptor, const std::string& name, const std::string& device) {
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        throw_busy(name, device);
    }
}

void unlock_port(int descriptor) {
    ::flock(descriptor, LOCK_UN);
}

void make_exclusive(int descriptor, const std::string& device) {
    // A pty stays exclusive for as long as its master lives, closed or not.
    if (!is_pseudo_terminal(device)) {
        ::ioctl(descriptor, TIOCEXCL);
    }
}

} // namespace ecg::acquire
