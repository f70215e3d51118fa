#include "cli/crash_text.hpp"

#include <algorithm>

namespace ecg::cli {

void CrashText::add(char c) {
    if (length_ < text_.size()) {
        text_[length_++] = c;
    }
}

CrashText& CrashText::raw(std::string_view text) {
    for (const char c : text) {
        add(c);
    }
    return *this;
}

CrashText& CrashText::quoted(std::string_view text) {
    add('"');
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            add('\\');
        }
        add(c >= ' ' && c <= '~' ? c : '?');
    }
    add('"');
    return *this;
}

CrashText& CrashText::decimal(std::int64_t value, std::size_t digits) {
    std::array<char, 24> reversed{};
    std::size_t count = 0;
    const bool is_negative = value < 0;
    auto rest = static_cast<std::uint64_t>(value);
    rest = is_negative ? 0 - rest : rest;
    for (; rest > 0 || count < digits; rest /= 10) {
        reversed[count++] = static_cast<char>('0' + rest % 10);
    }
    if (is_negative) {
        add('-');
    }
    while (count > 0) {
        add(reversed[--count]);
    }
    return *this;
}

CrashText& CrashText::hexadecimal(std::uint64_t value, std::string_view prefix) {
    raw(prefix);
    std::array<char, 16> reversed{};
    std::size_t count = 0;
    do {
        reversed[count++] = "0123456789abcdef"[value & 15U];
        value >>= 4U;
    } while (value > 0);
    while (count > 0) {
        add(reversed[--count]);
    }
    return *this;
}

CrashText& CrashText::moment(std::int64_t ms_since_1970) {
    constexpr std::int64_t day_ms = 86'400'000;
    const std::int64_t day = ms_since_1970 / day_ms, ms = ms_since_1970 % day_ms;
    // Days since 0000-03-01, in eras of 400 years, whose years end with February.
    const std::int64_t days = day + 719'468, era = days / 146'097, of_era = days % 146'097;
    const std::int64_t year_of_era =
        (of_era - of_era / 1'460 + of_era / 36'524 - of_era / 146'096) / 365;
    const std::int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t from_march = (5 * of_year + 2) / 153;
    const std::int64_t month = from_march < 10 ? from_march + 3 : from_march - 9;
    decimal(year_of_era + era * 400 + (month <= 2 ? 1 : 0), 4).raw("-");
    decimal(month, 2).raw("-").decimal(of_year - (153 * from_march + 2) / 5 + 1, 2).raw("T");
    decimal(ms / 3'600'000, 2).raw(":").decimal(ms / 60'000 % 60, 2).raw(":");
    return decimal(ms / 1000 % 60, 2).raw(".").decimal(ms % 1000, 3).raw("Z");
}

} // namespace ecg::cli
