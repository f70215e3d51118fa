// The protocols are two environment variables and a datagram, and are promised to stay: libsystemd
// would be a dependency for fifty lines.
#include "common/systemd.hpp"

#include "common/text.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <string>

namespace ecg {
namespace {

constexpr int first_socket = 3; // SD_LISTEN_FDS_START

std::string variable(const char* name) {
    const char* const value = std::getenv(name); // NOLINT(concurrency-mt-unsafe)
    return value != nullptr ? value : "";
}

bool is_for_us(const std::string& process) {
    return parse_integer(process) == ::getpid();
}

} // namespace

std::vector<int> take_systemd_sockets() {
    std::vector<int> sockets;
    const auto count = parse_integer(variable("LISTEN_FDS"));
    if (count && is_for_us(variable("LISTEN_PID"))) {
        for (int i = 0; i < *count; ++i) {
            ::fcntl(first_socket + i, F_SETFD, FD_CLOEXEC);
            sockets.push_back(first_socket + i);
        }
    }
    ::unsetenv("LISTEN_FDS");
    ::unsetenv("LISTEN_PID");
    return sockets;
}

void notify_systemd(std::string_view state) {
    const std::string path = variable("NOTIFY_SOCKET");
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const bool is_path = path.starts_with('/') || path.starts_with('@');
    if (!is_path || path.size() >= sizeof address.sun_path) {
        return;
    }
    std::copy(path.begin(), path.end(), address.sun_path);
    if (path.starts_with('@')) { // the abstract namespace
        address.sun_path[0] = '\0';
    }
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
    const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket >= 0) {
        ::sendto(socket, state.data(), state.size(), MSG_NOSIGNAL,
                 reinterpret_cast<const sockaddr*>(&address), size);
        ::close(socket);
    }
}

std::optional<std::chrono::milliseconds> watchdog_period() {
    const auto microseconds = parse_integer(variable("WATCHDOG_USEC"));
    const std::string process = variable("WATCHDOG_PID");
    if (!microseconds || *microseconds <= 0 || (!process.empty() && !is_for_us(process))) {
        return std::nullopt;
    }
    return std::chrono::milliseconds{*microseconds / 1000};
}

} // namespace ecg
