#include "raw_server.hpp"

#include "common/text.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace ecg::transfer::test {
namespace {

int bound_socket(unsigned short& port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(socket, reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
        ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        throw std::runtime_error{"no port"};
    }
    port = ntohs(address.sin_port);
    return socket;
}

} // namespace

bool RawConnection::read_more() {
    std::array<char, 16384> piece;
    const ssize_t count = ::recv(socket_, piece.data(), piece.size(), 0);
    if (count > 0) {
        unread_.append(piece.data(), static_cast<std::size_t>(count));
    }
    return count > 0;
}

std::string RawConnection::until(std::string_view text) {
    std::size_t at = unread_.find(text);
    while (at == std::string::npos && read_more()) {
        at = unread_.find(text);
    }
    const std::size_t end = at == std::string::npos ? unread_.size() : at + text.size();
    std::string out = unread_.substr(0, end);
    unread_.erase(0, end);
    return out;
}

std::string RawConnection::request() {
    std::string head = until("\r\n\r\n");
    std::size_t length = 0;
    for (const std::string_view line : split(std::string_view{head}, '\n')) {
        if (to_lower(line).starts_with("content-length:")) {
            length = static_cast<std::size_t>(parse_integer(trim(line.substr(15))).value_or(0));
        }
    }
    while (unread_.size() < length && read_more()) {
    }
    head += unread_.substr(0, length);
    unread_.erase(0, length);
    return head;
}

void RawConnection::wait_for_end() {
    while (read_more()) {
    }
}

void RawConnection::say(std::string_view bytes) const {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            return;
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void RawConnection::reset() const {
    const linger at_once{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

RawServer::RawServer(std::function<void(RawConnection&)> serve)
    : serve_{std::move(serve)}, listener_{bound_socket(port_)} {
    if (::listen(listener_, 64) != 0) {
        throw std::runtime_error{"no listening"};
    }
    acceptor_ = std::thread{[this] { accept_all(); }};
}

RawServer::~RawServer() {
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    ::close(listener_);
    {
        const std::lock_guard lock{mutex_};
        for (const int socket : sockets_) {
            if (socket >= 0) {
                ::shutdown(socket, SHUT_RDWR);
            }
        }
    }
    for (std::thread& thread : threads_) {
        thread.join();
    }
}

void RawServer::accept_all() {
    for (;;) {
        const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0) {
            return;
        }
        ++count_;
        const std::lock_guard lock{mutex_};
        const std::size_t place = sockets_.size();
        sockets_.push_back(socket);
        threads_.emplace_back([this, socket, place] {
            RawConnection connection{socket};
            serve_(connection);
            const std::lock_guard closing{mutex_};
            sockets_[place] = -1;
            ::close(socket);
        });
    }
}

std::string RawServer::url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
}

unsigned short deaf_port() {
    unsigned short port = 0;
    ::close(bound_socket(port));
    return port;
}

std::string json_answer(int status, std::string_view body, std::string_view more_headers) {
    std::string out = "HTTP/1.1 " + std::to_string(status) + " Said\r\n";
    out.append("Content-Type: application/json\r\nContent-Length: ");
    out.append(std::to_string(body.size())).append("\r\n");
    return out.append(more_headers).append("\r\n").append(body);
}

} // namespace ecg::transfer::test
