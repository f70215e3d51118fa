#include "raw_client.hpp"

#include "common/text.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <utility>

namespace ecg::serve::test {
using namespace std::chrono_literals;

RawClient::RawClient(unsigned short port) : socket_{::socket(AF_INET, SOCK_STREAM, 0)} {
    const timeval patience{10, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error{"no connection"};
    }
}

RawClient::~RawClient() {
    ::close(socket_);
}

void RawClient::send(std::string_view bytes) const {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            return; // the server is gone; what it said before can still be read
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void RawClient::finish_sending() const {
    ::shutdown(socket_, SHUT_WR);
}

bool RawClient::read_more() {
    std::array<char, 16384> piece;
    const ssize_t count = ::recv(socket_, piece.data(), piece.size(), 0);
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
        throw std::runtime_error{"the server said nothing for ten seconds"};
    }
    is_reset_ = is_reset_ || (count < 0 && errno == ECONNRESET);
    if (count > 0) {
        unread_.append(piece.data(), static_cast<std::size_t>(count));
    }
    return count > 0;
}

std::string RawClient::until(std::string_view text) {
    std::size_t at = unread_.find(text);
    while (at == std::string::npos && read_more()) {
        at = unread_.find(text);
    }
    if (at == std::string::npos) {
        return {};
    }
    std::string out = unread_.substr(0, at + text.size());
    unread_.erase(0, at + text.size());
    return out;
}

std::string RawClient::answer(bool has_body) {
    std::string out = until("\r\n\r\n");
    if (!has_body || out.empty()) {
        return out;
    }
    if (header_of(out, "Transfer-Encoding") == "chunked") {
        const std::string head = out;
        while (unread_.size() < 5 && read_more()) {
        }
        out = unread_.starts_with("0\r\n\r\n") ? until("0\r\n\r\n") : until("\r\n0\r\n\r\n");
        return out.empty() ? out : head + out;
    }
    const auto length = parse_integer(header_of(out, "Content-Length")).value_or(0);
    while (unread_.size() < static_cast<std::size_t>(length) && read_more()) {
    }
    out += unread_.substr(0, static_cast<std::size_t>(length));
    unread_.erase(0, static_cast<std::size_t>(length));
    return out;
}

std::string RawClient::rest() {
    while (read_more()) {
    }
    return std::exchange(unread_, {});
}

std::string RawClient::ask(std::string_view bytes) {
    send(bytes);
    return rest();
}

int status_of(std::string_view answer) {
    const bool is_one = answer.starts_with("HTTP/1.1 ") && answer.size() > 12;
    return is_one ? static_cast<int>(parse_integer(answer.substr(9, 3)).value_or(0)) : 0;
}

std::string body_of(std::string_view answer) {
    const std::size_t end = answer.find("\r\n\r\n");
    return end == std::string_view::npos ? "" : std::string{answer.substr(end + 4)};
}

std::string header_of(std::string_view answer, std::string_view name) {
    const std::size_t end = answer.find("\r\n\r\n");
    for (const std::string_view line : split(answer.substr(0, end), '\n')) {
        const std::size_t colon = line.find(':');
        if (colon != std::string_view::npos && to_lower(line.substr(0, colon)) == to_lower(name)) {
            return std::string{trim(line.substr(colon + 1))};
        }
    }
    return {};
}

std::string without_chunks(std::string_view body) {
    std::string out;
    for (;;) {
        const std::size_t begin = body.find("\r\n") + 2;
        const std::size_t size = std::stoul(std::string{body.substr(0, begin)}, nullptr, 16);
        if (size == 0) {
            return out;
        }
        out += body.substr(begin, size);
        body.remove_prefix(begin + size + 2);
    }
}

ServerSettings quick_settings() {
    ServerSettings settings;
    settings.listen = {"127.0.0.1:0"};
    settings.threads = 2;
    settings.deadlines.linger = 500ms;
    settings.deadlines.farewell = 50ms;
    return settings;
}

Running::Running(ServerSettings settings, Handler handler) {
    settings.observe = [this](const Answered& one) {
        const std::lock_guard lock{mutex};
        seen.push_back(one);
    };
    settings.tell = [this](const std::string& line) {
        const std::lock_guard lock{mutex};
        heard.push_back(line);
    };
    server = std::make_unique<Server>(std::move(settings), handler ? std::move(handler) : echo);
    server->start();
}

std::vector<Answered> Running::answered() {
    const std::lock_guard lock{mutex};
    return seen;
}

std::vector<std::string> Running::told() {
    const std::lock_guard lock{mutex};
    return heard;
}

void echo(Request request, const Answer& answer) {
    Response response;
    response.headers.push_back({"Content-Type", "text/plain"});
    response.body = std::string{name_of(request.method)} + " " + request.path + "?" +
                    request.query + " " + request.body;
    response.route = "echo";
    answer(std::move(response));
}

bool becomes_true(const std::function<bool()>& holds) {
    for (int i = 0; i < 1000; ++i) {
        if (holds()) {
            return true;
        }
        std::this_thread::sleep_for(10ms); // what is waited for has an end; this only looks again
    }
    return false;
}

} // namespace ecg::serve::test
