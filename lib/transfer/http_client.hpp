// HTTP/1.1 requests, several at once, and what became of each; the door to libcurl.
#pragma once

#include "transfer/http_message.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ecg::transfer {

/// Why there is no whole answer. Only offline and tls say that the server has not acted.
enum class HttpFault {
    offline,   ///< no such name, no way there, refused
    broken,    ///< the connection ended before the answer did
    timed_out, ///< or too slow
    tls,       ///< its certificate, or no common version
    protocol,  ///< what came is no HTTP answer, or its end cannot be told
    too_large, ///< the answer
    abandoned, ///< as the settings asked
};

struct HttpOutcome {
    std::optional<HttpFault> fault;
    std::string reason; ///< of the fault, in words: "Connection refused"
    HttpAnswer answer;  ///< whole, when there is no fault
    std::uint64_t bytes_sent = 0;
    std::chrono::milliseconds elapsed{};
};

struct HttpSettings {
    std::string user_agent = "ecg-tools";
    std::string authorities;     ///< PEM file to trust instead of the system's
    std::size_t connections = 4; ///< at once, each kept for the next request
    std::chrono::milliseconds connect_within{10'000};
    /// Fewer bytes a second than this for so long, in both directions, is too slow.
    std::uint64_t slowest_bytes_per_second = 16;
    std::chrono::seconds slow_for{30};
    std::chrono::milliseconds longest{600'000}; ///< one request, from its first byte to the last
    /// What all connections may send, asked a few times a second; 0, or none to ask: no limit.
    /// A limit gives a request as much more time as it needs at that pace.
    std::function<std::uint64_t()> bytes_per_second;
    std::function<void(const HttpOutcome&)> heard; ///< each whole answer
    std::function<bool()> abandon; ///< asked a few times a second; true ends what is under way
};

/// Never follows a redirection, never leaves TLS unverified, never keeps a cookie. Proxies are
/// those of the environment (https_proxy, no_proxy). To be used by one thread at a time.
class HttpClient {
public:
    explicit HttpClient(HttpSettings settings);
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    /// The outcome of each, in their order. Throws Error{usage} for a method, URL or header with
    /// control characters.
    std::vector<HttpOutcome> send_all(const std::vector<HttpRequest>& requests);
    HttpOutcome send(const HttpRequest& request);

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace ecg::transfer
