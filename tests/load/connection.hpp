// A connection to the server that is waited for from outside, and one that waits itself.
#pragma once

#include "load/http_answer.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ecg::load {

struct Place {
    std::string host; ///< an IPv4 address
    int port = 0;
};

/// "127.0.0.1:8080" or "http://127.0.0.1:8080". Throws Error{usage}.
Place place_of(std::string_view text);

/// Does not block. Movable by pointer only: the file descriptor is known elsewhere.
class Connection {
public:
    /// Begins to connect. Throws Error{unavailable}.
    explicit Connection(const Place& place);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    [[nodiscard]] int file() const { return file_; }

    [[nodiscard]] bool has_more_to_send() const { return sent_ < out_.size(); }

    void send(std::string_view request);
    /// Sends and receives what is possible now. False when the connection is no more.
    bool move_on();

    /// An answer that has come in whole.
    std::optional<HttpAnswer> next() { return in_.next(); }

private:
    bool send_some();
    bool receive_some();

    int file_ = -1;
    std::string out_;
    std::size_t sent_ = 0;
    AnswerReader in_;
};

/// Waits for the answer. Throws Error{unavailable} when the connection ends, or after a minute.
HttpAnswer receive(Connection& connection);

/// Sends and waits.
HttpAnswer ask(Connection& connection, std::string_view request);

/// The text of a request. headers: whole lines, each with its end.
std::string request_text(std::string_view method, std::string_view path, std::string_view headers,
                         std::string_view body);

} // namespace ecg::load
