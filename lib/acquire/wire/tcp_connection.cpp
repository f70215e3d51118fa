#include "acquire/wire/tcp_connection.hpp"

#include "acquire/wire/descriptor_transport.hpp"
#include "common/error.hpp"
#include "common/stop.hpp"
#include "common/text.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <system_error>

namespace ecg::acquire {
namespace {

constexpr Milliseconds time_to_answer{3000};
constexpr std::string_view scheme = "tcp:";

// A peer that fell silent without a word, its power cut, is noticed after 2 + 3 x 1 s.
constexpr int idle_seconds = 2;
constexpr int seconds_between_probes = 1;
constexpr int probes = 3;
constexpr unsigned milliseconds_unacknowledged = 5000;

using Clock = std::chrono::steady_clock;

struct Place {
    std::string host;
    std::string port;
};

struct FreeAddresses {
    void operator()(addrinfo* all) const noexcept { ::freeaddrinfo(all); }
};

using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

[[noreturn]] void throw_unavailable(const std::string& name, const std::string& why) {
    throw Error{ErrorKind::unavailable, name + ": " + why};
}

Place place_of(const std::string& name) {
    const std::string rest = name.substr(scheme.size());
    const std::size_t colon = rest.rfind(':');
    std::string host = colon == std::string::npos ? "" : rest.substr(0, colon);
    const auto port = parse_integer(colon == std::string::npos ? "" : rest.substr(colon + 1));
    if (host.size() >= 2 && host.front() == '[' && host.back() == ']') {
        host = host.substr(1, host.size() - 2);
    }
    if (host.empty() || !port || *port < 1 || *port > 65535) {
        throw Error{ErrorKind::usage, name + ": is not tcp:host:port, with a port from 1 to 65535"};
    }
    return {host, std::to_string(*port)};
}

Addresses addresses_of(const std::string& name) {
    const Place place = place_of(name);
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int failed = ::getaddrinfo(place.host.c_str(), place.port.c_str(), &wanted, &found);
    if (failed == EAI_NONAME) {
        throw_unavailable(name, "no such host");
    }
    if (failed != 0) {
        throw_unavailable(name, failed == EAI_SYSTEM ? std::generic_category().message(errno)
                                                     : ::gai_strerror(failed));
    }
    return Addresses{found};
}

/// 0, or why there is no connection, as errno has it.
int await_connection(int socket) {
    const auto deadline = Clock::now() + time_to_answer;
    while (!wait_for(socket, POLLOUT, Milliseconds{50})) {
        if (stop_requested() || Clock::now() >= deadline) {
            return ETIMEDOUT;
        }
    }
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size);
    return error;
}

void set_option(int socket, int level, int option, int value) {
    ::setsockopt(socket, level, option, &value, sizeof value);
}

/// A command leaves at once, and a dead peer does not stay unnoticed.
void set_socket(int socket) {
    set_option(socket, IPPROTO_TCP, TCP_NODELAY, 1);
    set_option(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
    set_option(socket, IPPROTO_TCP, TCP_KEEPIDLE, idle_seconds);
    set_option(socket, IPPROTO_TCP, TCP_KEEPINTVL, seconds_between_probes);
    set_option(socket, IPPROTO_TCP, TCP_KEEPCNT, probes);
    set_option(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, milliseconds_unacknowledged);
}

/// Not open, with error set to why, when nobody answers there.
Descriptor connect_to(const addrinfo& address, int& error) {
    Descriptor socket{::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    if (!socket.is_open()) {
        error = errno;
        return {};
    }
    const bool at_once = ::connect(socket.number(), address.ai_addr, address.ai_addrlen) == 0;
    error = at_once ? 0 : errno == EINPROGRESS ? await_connection(socket.number()) : errno;
    return error == 0 ? std::move(socket) : Descriptor{};
}

} // namespace

std::unique_ptr<Transport> open_tcp(const std::string& name) {
    const Addresses addresses = addresses_of(name);
    int error = 0;
    for (const addrinfo* at = addresses.get(); at != nullptr; at = at->ai_next) {
        Descriptor socket = connect_to(*at, error);
        if (socket.is_open()) {
            set_socket(socket.number());
            return std::make_unique<DescriptorTransport>(std::move(socket), name, "tcp");
        }
        if (stop_requested()) {
            throw Error{ErrorKind::interrupted, name + ": stopped while it was called"};
        }
    }
    throw_unavailable(name, error == ECONNREFUSED ? "nobody listens there"
                                                  : std::generic_category().message(error));
}

} // namespace ecg::acquire
