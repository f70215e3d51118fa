// Linked into a test program, lets libserialport open pseudo-terminals: it demands modem lines and
// an entry in /sys/class/tty, and they have neither. Takes the place of ioctl() and
// sp_get_port_by_name() for every library of the program.
#include <dlfcn.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdarg>
#include <cstdlib>
#include <string>
#include <string_view>

struct sp_port;

namespace {

bool concerns_modem_lines(unsigned long request) {
    return request == TIOCMGET || request == TIOCMSET || request == TIOCMBIS || request == TIOCMBIC;
}

/// Next to nothing in it, so that it can stand in for an entry of /sys/class/tty.
const std::string& link_path() {
    static const std::string path = "/tmp/ecg-pty-" + std::to_string(::getpid());
    return path;
}

void remove_link() {
    ::unlink(link_path().c_str());
}

} // namespace

extern "C" int ioctl(int descriptor, unsigned long request, ...) noexcept {
    using Ioctl = int (*)(int, unsigned long, void*);
    static const auto real = reinterpret_cast<Ioctl>(::dlsym(RTLD_NEXT, "ioctl"));
    va_list rest;
    va_start(rest, request);
    void* argument = va_arg(rest, void*);
    va_end(rest);
    const int result = real(descriptor, request, argument);
    if (result == 0 || !concerns_modem_lines(request) || ::isatty(descriptor) == 0) {
        return result;
    }
    if (request == TIOCMGET) {
        *static_cast<int*>(argument) = TIOCM_DTR | TIOCM_RTS | TIOCM_CTS | TIOCM_DSR | TIOCM_CAR;
    }
    return 0;
}

extern "C" int sp_get_port_by_name(const char* name, sp_port** port) {
    using Find = int (*)(const char*, sp_port**);
    static const auto real = reinterpret_cast<Find>(::dlsym(RTLD_NEXT, "sp_get_port_by_name"));
    if (!std::string_view{name}.starts_with("/dev/pts/")) {
        return real(name, port);
    }
    static const int at_end = std::atexit(remove_link);
    remove_link();
    if (at_end != 0 || ::symlink(name, link_path().c_str()) != 0) {
        return -1;
    }
    // Below /sys/class/tty this leads to the link, and so does it as the name of a device.
    return real(("/dev/../../.." + link_path()).c_str(), port);
}
