// JSON text that is put together in a signal handler: no memory is asked for, nothing is locked.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ecg::cli {

class CrashText {
public:
    /// As it is: the punctuation and names of JSON.
    CrashText& raw(std::string_view text);
    /// In quotes. What is no printable ASCII becomes "?": half a letter would not be JSON.
    CrashText& quoted(std::string_view text);
    CrashText& decimal(std::int64_t value, std::size_t digits = 1);
    /// "0x1f"
    CrashText& hexadecimal(std::uint64_t value, std::string_view prefix = "0x");
    /// "2025-01-08T12:34:56.789Z"
    CrashText& moment(std::int64_t ms_since_1970);

    [[nodiscard]] std::string_view text() const { return {text_.data(), length_}; }

private:
    void add(char c);

    std::array<char, 20'480> text_{}; // of which the largest record fills about 16,000
    std::size_t length_ = 0;
};

} // namespace ecg::cli
