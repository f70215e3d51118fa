#include "acquire/simulate/tcp_end.hpp"

#include "acquire/simulate/wait_for_host.hpp"
#include "common/error.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

namespace ecg::acquire {
namespace {

/// The port that it listens on.
std::uint16_t listen_on(int descriptor, std::uint16_t port) {
    const int on = 1;
    ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    socklen_t length = sizeof address;
    auto* const plain = reinterpret_cast<sockaddr*>(&address);
    if (descriptor < 0 || ::bind(descriptor, plain, length) != 0 || ::listen(descriptor, 1) != 0 ||
        ::getsockname(descriptor, plain, &length) != 0) {
        throw Error{ErrorKind::unavailable,
                    "127.0.0.1:" + std::to_string(port) + ": " + std::strerror(errno)};
    }
    return ntohs(address.sin_port);
}

} // namespace

TcpEnd::TcpEnd(std::uint16_t port) : port_{port} {
    plug();
}

TcpEnd::~TcpEnd() {
    unplug();
}

void TcpEnd::plug() {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    try {
        port_ = listen_on(listener_, port_);
    } catch (...) {
        ::close(std::exchange(listener_, -1));
        throw;
    }
}

void TcpEnd::unplug() {
    close_host();
    if (listener_ >= 0) {
        ::close(std::exchange(listener_, -1));
    }
}

void TcpEnd::close_host() {
    if (host_ >= 0) {
        ::close(std::exchange(host_, -1));
    }
}

std::string TcpEnd::read(MonotonicTime deadline, bool for_room) {
    std::string bytes;
    if (listener_ < 0) {
        wait_for_listener(deadline);
    } else if (host_ < 0) {
        wait_for_host(listener_, deadline, false);
        host_ = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        const int on = 1;
        ::setsockopt(host_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    } else if (wait_for_host(host_, deadline, for_room) != 0 && !read_all(host_, bytes)) {
        close_host();
    }
    return bytes;
}

std::size_t TcpEnd::write(std::string_view bytes) {
    const auto count =
        host_ < 0 ? -1 : ::send(host_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    return count > 0 ? static_cast<std::size_t>(count) : 0;
}

bool TcpEnd::is_drained() {
    int waiting = 0;
    return host_ < 0 || (::ioctl(host_, TIOCOUTQ, &waiting) == 0 && waiting == 0);
}

} // namespace ecg::acquire
