// A server that says, byte for byte, what a test wants to be said, and breaks off where it wants.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace ecg::transfer::test {

/// One connection of a client.
class RawConnection {
public:
    explicit RawConnection(int socket) : socket_{socket} {}

    /// A whole request with its body; "" when the client is gone.
    std::string request();
    /// Up to and with that text, or all until the client is gone.
    std::string until(std::string_view text);
    /// Waits until the client is gone.
    void wait_for_end();
    void say(std::string_view bytes) const;
    /// The connection is cut with a reset, not ended.
    void reset() const;

private:
    bool read_more();

    int socket_;
    std::string unread_;
};

/// Listens on a port of its own. Each connection is served by a thread, and ended after it.
class RawServer {
public:
    explicit RawServer(std::function<void(RawConnection&)> serve);
    ~RawServer();
    RawServer(const RawServer&) = delete;
    RawServer& operator=(const RawServer&) = delete;

    [[nodiscard]] unsigned short port() const { return port_; }

    [[nodiscard]] std::string url(const std::string& path) const;

    /// Connections so far.
    [[nodiscard]] int connections() const { return count_; }

private:
    void accept_all();

    std::function<void(RawConnection&)> serve_;
    unsigned short port_ = 0;
    int listener_ = -1;
    std::atomic<int> count_{0};
    std::mutex mutex_;
    std::vector<int> sockets_;
    std::vector<std::thread> threads_;
    std::thread acceptor_;
};

/// A port where nobody listens.
unsigned short deaf_port();

/// "HTTP/1.1 201 Created" with JSON and its length.
std::string json_answer(int status, std::string_view body, std::string_view more_headers = "");

} // namespace ecg::transfer::test
