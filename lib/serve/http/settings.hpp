// How a server listens, what it lets in, and whom it tells what it did.
#pragma once

#include "serve/http/message.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>

namespace ecg::serve {

/// What may be in a request's head.
struct HeadLimits {
    std::size_t bytes = 8 * 1024;  ///< of the whole head; more is answered 431
    std::size_t target = 2 * 1024; ///< of the target, path and query; more is answered 414
    std::size_t fields = 100;      ///< header lines; more are answered 431
};

/// How many bytes the body of a request may have, unpacked, by its head (the body is empty yet).
using BodyLimit = std::function<std::size_t(const Request& head)>;

struct Deadlines {
    std::chrono::milliseconds request{15'000}; ///< from a request's first byte to its last one
    /// A body gets a second more for as many bytes as this that came: a slow network is served, a
    /// drip is not.
    std::size_t bytes_a_second = 32 * 1024;
    std::chrono::milliseconds idle{60'000};  ///< between two requests
    std::chrono::milliseconds stall{30'000}; ///< for the reader of an answer to take a piece
    std::chrono::milliseconds linger{2'000}; ///< for a refused sender to read why
    std::chrono::milliseconds farewell{250}; ///< at the stop, for requests that are on their way
};

/// What was answered, for logs and metrics. It holds nothing of what was said.
struct Answered {
    Method method = Method::unknown;
    bool head = false; ///< it was HEAD, which handlers see as GET
    std::string route; ///< Response::route; "" for what the server answered by itself
    int status = 0;
    std::uint64_t bytes_in = 0;           ///< of the request, as it came
    std::uint64_t bytes_out = 0;          ///< of the answer, as it went
    std::chrono::microseconds duration{}; ///< from the request's first byte to the answer's last
    std::string request_id;
    std::string address;
    bool whole = true; ///< false when the reader was gone before the end
};

struct ServerSettings {
    /// "127.0.0.1:8080", "[::1]:8080", "localhost:0"; port 0 is one that is free.
    std::vector<std::string> listen{"127.0.0.1:8080"};
    std::vector<int> sockets{}; ///< that listen already (systemd's); then `listen` is not looked at
    unsigned threads = 0;       ///< 0: one a core

    std::filesystem::path certificate{}; ///< PEM, the chain; "" is no TLS
    std::filesystem::path key{};         ///< PEM; not to be read by everybody

    HeadLimits head{};
    BodyLimit body_limit = [](const Request&) { return std::size_t{1024} * 1024; };
    Deadlines deadlines{};
    std::size_t connections = 16'384;
    std::size_t connections_per_address = 10'000; ///< trusted proxies may have more

    /// "127.0.0.1", "10.0.0.0/8", "::1": who may say for whom they speak (X-Forwarded-For, -Proto).
    std::vector<std::string> trusted_proxies{};

    bool tell_systemd = false; ///< READY, STOPPING and WATCHDOG, where NOTIFY_SOCKET is set

    bool compress = true;
    std::size_t compress_from = 1'024; ///< bytes; shorter bodies are sent as they are

    /// Called after each answer, on a network thread: quick, and it does not throw.
    std::function<void(const Answered&)> observe = [](const Answered&) {};
    /// One line for the operator: "server.pem: …". From any thread.
    std::function<void(const std::string&)> tell = [](const std::string&) {};
};

} // namespace ecg::serve
