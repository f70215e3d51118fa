#include "acquire/device/text_decoder.hpp"

#include "common/text.hpp"

#include <algorithm>

namespace ecg::acquire {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr double digits_of_a_sample = 0.7; // boot messages hold fewer, broken samples more

bool is_of_a_number(char c) {
    return (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ',' || c == ' ' || c == '\t';
}

} // namespace

Decoded TextDecoder::feed(std::string_view bytes) {
    counts_.bytes += static_cast<std::int64_t>(bytes.size());
    Decoded decoded;
    for (const char c : bytes) {
        if (c == '\n' || c == '\r') {
            end_line(decoded);
        } else if (c == '\0') {
            continue;
        } else if (too_long_ || line_.size() == longest_line) {
            counts_.skipped_bytes += 1 + static_cast<std::int64_t>(line_.size());
            line_.clear();
            too_long_ = true;
        } else {
            line_ += c;
        }
    }
    return decoded;
}

Decoded TextDecoder::finish() {
    counts_.truncated_bytes += static_cast<std::int64_t>(line_.size());
    line_.clear();
    too_long_ = false;
    started_ = false;
    return {};
}

void TextDecoder::end_line(Decoded& decoded) {
    if (too_long_) {
        too_long_ = false;
        return;
    }
    std::string_view line = line_;
    if (line.starts_with(byte_order_mark)) {
        line.remove_prefix(byte_order_mark.size());
    }
    line = trim(line);
    if (!line.empty()) {
        const std::int64_t before = counts_.frames;
        take_line(line, decoded);
        started_ = started_ || counts_.frames > before;
    }
    line_.clear();
}

void TextDecoder::take_other(std::string_view line, Decoded& decoded) {
    const auto digits =
        static_cast<double>(std::count_if(line.begin(), line.end(), is_of_a_number));
    if (digits < digits_of_a_sample * static_cast<double>(line.size())) {
        take_text(line, decoded);
    } else {
        take_broken(decoded);
    }
}

void TextDecoder::take_text(std::string_view line, Decoded& decoded) {
    ++counts_.text_lines;
    decoded.replies.push_back({ReplyKind::text, std::string{line}});
}

void TextDecoder::take_broken(Decoded& decoded) {
    ++counts_.rejected;
    if (started_) {
        Frame frame;
        frame.counts.fill(no_value);
        frame.damaged = true;
        decoded.frames.push_back(frame);
    }
}

} // namespace ecg::acquire
