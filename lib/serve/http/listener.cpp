#include "serve/http/listener.hpp"

#include "common/error.hpp"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>

namespace ecg::serve {
namespace {

constexpr int backlog = 4096;
constexpr int at_once = 64; // connections from one socket, before the others' turn
constexpr std::chrono::milliseconds pause_when_short{100};

struct FreeAddresses {
    void operator()(addrinfo* list) const noexcept { freeaddrinfo(list); }
};

using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

[[noreturn]] void fail(const std::string& address, int error) {
    throw Error{ErrorKind::unavailable,
                address + ": cannot listen: " + std::generic_category().message(error)};
}

Addresses resolve(const std::string& address) {
    const std::size_t colon = address.rfind(':');
    std::string host = address.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
    }
    const bool is_ambiguous = address[0] != '[' && host.find(':') != std::string::npos;
    if (colon == std::string::npos || colon == 0 || is_ambiguous) {
        throw Error{ErrorKind::usage,
                    address + ": an address to listen on is HOST:PORT, [::1]:8080 among them"};
    }
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    addrinfo* list = nullptr;
    const int status = getaddrinfo(host.c_str(), address.c_str() + colon + 1, &hints, &list);
    if (status != 0) {
        throw Error{ErrorKind::unavailable, address + ": " + gai_strerror(status)};
    }
    return Addresses{list};
}

OwnedSocket listen_on(const addrinfo& info, const std::string& address) {
    OwnedSocket socket{::socket(info.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    if (socket.number() < 0) {
        fail(address, errno);
    }
    const int on = 1;
    const int off = 0;
    ::setsockopt(socket.number(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (info.ai_family == AF_INET6) { // "[::]" is everybody, IPv4 too
        ::setsockopt(socket.number(), IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    }
    if (::bind(socket.number(), info.ai_addr, info.ai_addrlen) != 0 ||
        ::listen(socket.number(), backlog) != 0) {
        fail(address, errno);
    }
    return socket;
}

void make_non_blocking(int socket) {
    ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) | O_NONBLOCK);
}

} // namespace

Listener::Listener(const std::vector<std::string>& addresses, const std::vector<int>& given)
    : stop_event_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)} {
    for (const int socket : given) {
        make_non_blocking(socket);
        sockets_.emplace_back(socket);
    }
    if (!given.empty()) {
        return;
    }
    for (const std::string& address : addresses) {
        const Addresses list = resolve(address);
        // "localhost:0" may be two addresses, which would get two ports: the first is enough.
        sockets_.push_back(listen_on(*list, address));
    }
    if (sockets_.empty()) {
        throw Error{ErrorKind::usage, "no address to listen on"};
    }
}

unsigned short Listener::port() const {
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    ::getsockname(sockets_.front().number(), reinterpret_cast<sockaddr*>(&storage), &size);
    sockaddr_in6 v6{};
    sockaddr_in v4{};
    std::memcpy(&v6, &storage, sizeof v6);
    std::memcpy(&v4, &storage, sizeof v4);
    return ntohs(storage.ss_family == AF_INET6 ? v6.sin6_port : v4.sin_port);
}

bool Listener::accept_waiting(int socket, const Work& work) {
    for (int i = 0; i < at_once; ++i) {
        OwnedSocket accepted{::accept4(socket, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)};
        if (accepted.number() < 0) {
            const bool is_short =
                errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
            if (is_short) {
                work.tell("a connection could not be accepted: " +
                          std::generic_category().message(errno));
            }
            return !is_short;
        }
        const int on = 1;
        ::setsockopt(accepted.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        work.accepted(std::move(accepted));
    }
    return true;
}

void Listener::run(const Work& work) {
    std::vector<pollfd> waits{{stop_event_.number(), POLLIN, 0}};
    for (const OwnedSocket& socket : sockets_) {
        waits.push_back({socket.number(), POLLIN, 0});
    }
    auto next_tick = std::chrono::steady_clock::now() + work.every;
    bool is_short = false;
    while ((waits[0].revents & POLLIN) == 0) {
        for (std::size_t i = 1; i < waits.size(); ++i) {
            if ((waits[i].revents & POLLIN) != 0 && !is_short) {
                is_short = !accept_waiting(waits[i].fd, work);
            }
        }
        const auto now = std::chrono::steady_clock::now();
        if (now >= next_tick) {
            work.tick();
            next_tick = now + work.every;
        }
        const auto rest = std::chrono::ceil<std::chrono::milliseconds>(next_tick - now);
        const auto wait = is_short ? std::min(rest, pause_when_short) : rest;
        // Where descriptors ran out, a look at the sockets would return at once, for ever.
        ::poll(waits.data(), is_short ? 1 : waits.size(), static_cast<int>(wait.count()));
        is_short = false;
    }
    sockets_.clear();
}

void Listener::stop() {
    const std::uint64_t one = 1;
    static_cast<void>(::write(stop_event_.number(), &one, sizeof one));
}

} // namespace ecg::serve
