// The body of a request as it comes: by its Content-Length or in chunks, RFC 9112, 6 and 7.1.
#pragma once

#include "serve/http/head_check.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace ecg::serve {

/// Byte for byte, so the pieces in which a body comes change nothing: Beast 1.74 asserts when a
/// last chunk is cut, and takes from the body's limit each time it looks at a chunk's line.
class MessageBody {
public:
    enum class Fault { none, malformed, too_large };

    MessageBody() = default; ///< none
    MessageBody(const Framing& framing, std::size_t limit);

    /// Takes bytes off the front and returns how many. Takes no more once it is whole or faulty.
    std::size_t take(std::string_view bytes);

    [[nodiscard]] bool is_whole() const { return state_ == State::whole; }

    [[nodiscard]] Fault fault() const { return fault_; }

    /// What came, without the frame of the chunks, whose extensions and trailers mean nothing here.
    [[nodiscard]] std::string& text() { return text_; }

private:
    enum class State { size, extension, data, behind_data, trailer, last_line, line_feed, whole };

    std::size_t take_data(std::string_view bytes);
    void take_mark(char c);
    void take_size(char c);
    void take_ignored(char c, State next);
    void end_line(char c, State next);
    void end_size();

    void fail(Fault fault) { fault_ = fault; }

    State state_ = State::whole;
    State next_ = State::whole; ///< behind the line feed
    Fault fault_ = Fault::none;
    bool chunked_ = false;
    std::size_t limit_ = 0;
    std::uint64_t left_ = 0;  ///< of the body or the chunk
    std::size_t digits_ = 0;  ///< of the chunk's size
    std::size_t ignored_ = 0; ///< bytes of extensions since the last data, or of trailers
    std::string text_;
};

} // namespace ecg::serve
