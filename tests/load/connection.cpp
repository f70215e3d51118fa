#include "load/connection.hpp"

#include "common/error.hpp"
#include "common/text.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <optional>
#include <system_error>

namespace ecg::load {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 60s;

[[noreturn]] void fail(const std::string& what) {
    throw Error{ErrorKind::unavailable, "server: " + what};
}

bool must_wait() {
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINPROGRESS || errno == ENOTCONN;
}

} // namespace

Place place_of(std::string_view text) {
    constexpr std::string_view scheme = "http://";
    if (text.starts_with(scheme)) {
        text.remove_prefix(scheme.size());
    }
    const std::size_t colon = text.rfind(':');
    const auto port = colon != std::string_view::npos ? parse_integer(text.substr(colon + 1))
                                                      : std::optional<std::int64_t>{};
    if (!port || *port < 1 || *port > 65'535) {
        throw Error{ErrorKind::usage, "'" + std::string{text} + "' is no ADDRESS:PORT"};
    }
    return {std::string{text.substr(0, colon)}, static_cast<int>(*port)};
}

Connection::Connection(const Place& place)
    : file_{::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)} {
    if (file_ < 0) {
        fail(std::generic_category().message(errno));
    }
    const int yes = 1;
    ::setsockopt(file_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(place.port));
    if (::inet_pton(AF_INET, place.host.c_str(), &address.sin_addr) != 1) {
        ::close(file_);
        throw Error{ErrorKind::usage, "'" + place.host + "' is no IPv4 address"};
    }
    // the sockets interface takes all kinds of addresses by this one type
    const auto* general = reinterpret_cast<const sockaddr*>(&address);
    if (::connect(file_, general, sizeof address) != 0 && errno != EINPROGRESS) {
        const int trouble = errno;
        ::close(file_);
        fail(std::generic_category().message(trouble));
    }
}

Connection::~Connection() {
    ::close(file_);
}

void Connection::send(std::string_view request) {
    if (!has_more_to_send()) {
        out_.clear();
        sent_ = 0;
    }
    out_.append(request);
}

bool Connection::move_on() {
    return send_some() && receive_some();
}

bool Connection::send_some() {
    while (has_more_to_send()) {
        const auto count =
            ::send(file_, out_.data() + sent_, out_.size() - sent_, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count < 0) {
            return must_wait();
        }
        sent_ += static_cast<std::size_t>(count);
    }
    return true;
}

bool Connection::receive_some() {
    std::array<char, 65'536> buffer;
    while (true) {
        const auto count = ::recv(file_, buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (count < 0) {
            return must_wait();
        }
        if (count == 0) {
            return false;
        }
        in_.add({buffer.data(), static_cast<std::size_t>(count)});
        if (static_cast<std::size_t>(count) < buffer.size()) {
            return true;
        }
    }
}

HttpAnswer receive(Connection& connection) {
    const auto until = std::chrono::steady_clock::now() + patience;
    while (true) {
        const bool alive = connection.move_on();
        if (auto answer = connection.next()) {
            return std::move(*answer);
        }
        if (!alive) {
            fail("closed the connection without an answer");
        }
        pollfd wait{connection.file(), POLLIN, 0};
        if (connection.has_more_to_send()) {
            wait.events |= POLLOUT;
        }
        ::poll(&wait, 1, 1000);
        if (std::chrono::steady_clock::now() > until) {
            fail("did not answer in time");
        }
    }
}

HttpAnswer ask(Connection& connection, std::string_view request) {
    connection.send(request);
    return receive(connection);
}

std::string request_text(std::string_view method, std::string_view path, std::string_view headers,
                         std::string_view body) {
    std::string text;
    text.reserve(256 + headers.size() + body.size());
    text.append(method).append(" ").append(path).append(" HTTP/1.1\r\nHost: ecg\r\n");
    text.append(headers);
    if (method == "POST") {
        text.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
    }
    return text.append("\r\n").append(body);
}

} // namespace ecg::load
