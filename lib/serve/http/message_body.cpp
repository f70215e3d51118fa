#include "serve/http/message_body.hpp"

#include "common/json_reader.hpp"
#include "serve/http/hex_digit.hpp"

#include <algorithm>

namespace ecg::serve {
namespace {

constexpr std::size_t most_at_once = std::size_t{256} << 10; // a length is no promise
constexpr std::size_t most_digits = 16;                      // 64 bits
constexpr std::size_t most_ignored = 8 * 1024;

} // namespace

MessageBody::MessageBody(const Framing& framing, std::size_t limit)
    : chunked_{framing.chunked}, limit_{limit}, left_{framing.length.value_or(0)} {
    if (framing.has_body()) {
        state_ = chunked_ ? State::size : State::data;
        // and room behind the end, so that JSON is read where it is
        text_.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(left_, most_at_once)) +
                      JsonReader::padding);
    }
}

std::size_t MessageBody::take(std::string_view bytes) {
    std::size_t used = 0;
    while (used < bytes.size() && !is_whole() && fault_ == Fault::none) {
        if (state_ == State::data) {
            used += take_data(bytes.substr(used));
        } else {
            take_mark(bytes[used++]);
        }
    }
    return used;
}

std::size_t MessageBody::take_data(std::string_view bytes) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
    text_.append(bytes.substr(0, count));
    left_ -= count;
    if (left_ == 0) {
        state_ = chunked_ ? State::behind_data : State::whole;
    }
    return count;
}

void MessageBody::take_mark(char c) {
    switch (state_) {
    case State::size:
        take_size(c);
        break;
    case State::extension:
        take_ignored(c, State::data);
        break;
    case State::behind_data:
        end_line(c, State::size);
        break;
    case State::last_line: // or a trailer's first byte
        if (c == '\r') {
            end_line(c, State::whole);
            break;
        }
        state_ = State::trailer;
        [[fallthrough]];
    case State::trailer:
        take_ignored(c, State::last_line);
        break;
    case State::line_feed:
        if (c != '\n') {
            fail(Fault::malformed);
            break;
        }
        state_ = next_;
        if (state_ == State::data) {
            end_size();
        }
        break;
    case State::data:
    case State::whole:
        break;
    }
}

void MessageBody::take_size(char c) {
    const int digit = hex_digit(c);
    if (digit >= 0 && digits_ < most_digits) {
        ++digits_;
        left_ = 16 * left_ + static_cast<std::uint64_t>(digit);
    } else if (digits_ > 0 && (c == ';' || c == ' ' || c == '\t')) {
        state_ = State::extension;
    } else if (digits_ > 0) {
        end_line(c, State::data);
    } else {
        fail(Fault::malformed);
    }
}

void MessageBody::take_ignored(char c, State next) {
    if (c == '\r') {
        end_line(c, next);
    } else if (++ignored_ > most_ignored || !is_field_value({&c, 1})) {
        fail(Fault::malformed);
    }
}

void MessageBody::end_line(char c, State next) {
    if (c != '\r') {
        fail(Fault::malformed);
        return;
    }
    state_ = State::line_feed;
    next_ = next;
}

void MessageBody::end_size() {
    digits_ = 0;
    if (left_ == 0) {
        state_ = State::last_line;
    } else if (left_ > limit_ - std::min(limit_, text_.size())) {
        fail(Fault::too_large);
    }
}

} // namespace ecg::serve
