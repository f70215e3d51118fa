#include "load/http_answer.hpp"

#include "common/error.hpp"
#include "common/text.hpp"

#include <charconv>
#include <utility>

namespace ecg::load {
namespace {

constexpr std::string_view line_end = "\r\n";

std::size_t number_in(std::string_view text, int base) {
    std::size_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number, base);
    if (read.ec != std::errc{}) {
        throw Error{ErrorKind::data, "answer: '" + std::string{text} + "' is no length"};
    }
    return number;
}

} // namespace

std::optional<HttpAnswer> AnswerReader::next() {
    if (!in_body_ && !read_head()) {
        return std::nullopt;
    }
    if (!read_body()) {
        return std::nullopt;
    }
    in_body_ = false;
    return std::exchange(answer_, {});
}

bool AnswerReader::read_head() {
    const std::size_t end = buffer_.find("\r\n\r\n");
    if (end == std::string::npos) {
        return false;
    }
    const std::string_view head = std::string_view{buffer_}.substr(0, end);
    if (!head.starts_with("HTTP/1.1 ") || head.size() < 12) {
        throw Error{ErrorKind::data, "answer: this is no HTTP/1.1"};
    }
    answer_ = {};
    answer_.status = static_cast<int>(number_in(head.substr(9, 3), 10));
    chunked_ = false;
    length_ = 0;
    for (const std::string_view line : split(head, '\n')) {
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) {
            continue;
        }
        const std::string name = to_lower(line.substr(0, colon));
        const std::string_view value = trim(line.substr(colon + 1));
        if (name == "content-length") {
            length_ = number_in(value, 10);
        } else if (name == "transfer-encoding") {
            chunked_ = value == "chunked";
        } else if (name == "connection") {
            answer_.is_last = to_lower(value) == "close";
        }
    }
    buffer_.erase(0, end + 4);
    in_body_ = true;
    return true;
}

bool AnswerReader::read_body() {
    if (chunked_) {
        return read_chunks();
    }
    if (buffer_.size() < length_) {
        return false;
    }
    answer_.body.assign(buffer_, 0, length_);
    buffer_.erase(0, length_);
    return true;
}

bool AnswerReader::read_chunks() {
    std::size_t at = 0;
    bool whole = false;
    while (!whole) {
        const std::size_t end = buffer_.find(line_end, at);
        if (end == std::string::npos) {
            break;
        }
        const std::size_t size = number_in(std::string_view{buffer_}.substr(at, end - at), 16);
        const std::size_t begin = end + line_end.size();
        if (buffer_.size() < begin + size + line_end.size()) {
            break;
        }
        answer_.body.append(buffer_, begin, size);
        at = begin + size + line_end.size();
        whole = size == 0;
    }
    buffer_.erase(0, at);
    return whole;
}

} // namespace ecg::load
