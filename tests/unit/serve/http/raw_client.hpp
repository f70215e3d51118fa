// A client that sends any bytes, and a server to send them to.
#pragma once

#include "serve/http/server.hpp"

#include <atomic>
#include <mutex>

namespace ecg::serve::test {

/// A connection to a port of this machine. Every wait has an end: ten seconds, then it throws.
class RawClient {
public:
    explicit RawClient(unsigned short port);
    ~RawClient();
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    void send(std::string_view bytes) const;
    void finish_sending() const;
    /// One answer: its head and its body, as Content-Length or chunks tell. "" when the server
    /// closed instead.
    std::string answer(bool has_body = true);
    /// What has come by now and what comes up to that text.
    std::string until(std::string_view text);
    /// All up to the server's close.
    std::string rest();
    /// Sends and reads to the end.
    std::string ask(std::string_view bytes);

    /// Whether the server closed over bytes that it had not read.
    [[nodiscard]] bool is_reset() const { return is_reset_; }

private:
    bool read_more();

    int socket_;
    std::string unread_;
    bool is_reset_ = false;
};

/// "200" of an answer; 0 where there is none.
int status_of(std::string_view answer);
std::string body_of(std::string_view answer);
/// The value of a header of an answer; "" where there is none.
std::string header_of(std::string_view answer, std::string_view name);
std::string without_chunks(std::string_view body);

/// Settings with short deadlines and a port that is free.
ServerSettings quick_settings();

/// A running server, and what it observed.
struct Running {
    explicit Running(ServerSettings settings = quick_settings(), Handler handler = {});

    [[nodiscard]] unsigned short port() const { return server->port(); }

    std::vector<Answered> answered();
    std::vector<std::string> told();

    std::mutex mutex;
    std::vector<Answered> seen;
    std::vector<std::string> heard;
    std::unique_ptr<Server> server;
};

/// Answers with "GET /path?query body" as text.
void echo(Request request, const Answer& answer);

/// Looks again and again, for ten seconds at most, whether it holds.
bool becomes_true(const std::function<bool()>& holds);

} // namespace ecg::serve::test
