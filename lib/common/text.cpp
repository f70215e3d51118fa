#include "common/text.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>

namespace ecg {
namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

char lower_of(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

constexpr std::array<double, 10> powers_of_ten{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

/// As std::llround, but without a call.
std::int64_t round_half_away(double value) {
    const auto whole = static_cast<std::int64_t>(value);
    const double rest = value - static_cast<double>(whole);
    return whole + (rest >= 0.5 ? 1 : 0) - (rest <= -0.5 ? 1 : 0);
}

/// Readers take a long row of digits for an integer that does not fit; hence the exponent.
char* put_shortest(char* to, double value) {
    constexpr double longest_row = 1e15;
    return std::abs(value) < longest_row
               ? std::to_chars(to, to + longest_number, value).ptr
               : std::to_chars(to, to + longest_number, value, std::chars_format::scientific).ptr;
}

} // namespace

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    parts.reserve(static_cast<std::size_t>(std::count(text.begin(), text.end(), separator)) + 1);
    for (;;) {
        const auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(end + 1);
    }
}

std::vector<std::string_view> split_blanks(std::string_view text) {
    std::vector<std::string_view> parts;
    std::size_t i = 0;
    while (i < text.size()) {
        while (i < text.size() && is_blank(text[i])) {
            ++i;
        }
        const std::size_t start = i;
        while (i < text.size() && !is_blank(text[i])) {
            ++i;
        }
        if (i > start) {
            parts.push_back(text.substr(start, i - start));
        }
    }
    return parts;
}

std::string to_lower(std::string_view text) {
    std::string lower{text};
    std::transform(lower.begin(), lower.end(), lower.begin(), lower_of);
    return lower;
}

bool equal_but_for_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return x == y || lower_of(x) == lower_of(y); });
}

std::optional<double> parse_number(std::string_view text) {
    if (text.starts_with('+')) {
        text.remove_prefix(1);
        if (text.starts_with('-') || text.starts_with('+')) {
            return std::nullopt;
        }
    }
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) {
        return std::nullopt;
    }
    return value;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    if (text.starts_with('+')) {
        text.remove_prefix(1);
        if (text.starts_with('-')) {
            return std::nullopt;
        }
    }
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

char* put_number(char* to, double value, int decimals) {
    assert(std::isfinite(value) && decimals >= 0 && decimals <= 9);
    const double scaled = value * powers_of_ten[static_cast<std::size_t>(decimals)];
    if (std::abs(scaled) >= 9e15) { // beyond exact integers there are no decimals to cut
        return put_shortest(to, value);
    }
    const std::int64_t nearest = round_half_away(scaled);
    if (nearest < 0) {
        *to++ = '-';
    }
    auto rest = static_cast<std::uint64_t>(nearest < 0 ? -nearest : nearest);
    while (decimals > 0 && rest % 10 == 0) {
        rest /= 10;
        --decimals;
    }
    std::array<char, longest_number> digits;
    char* const end = digits.data() + digits.size();
    char* first = end;
    const auto put_digit = [&] {
        *--first = static_cast<char>('0' + rest % 10);
        rest /= 10;
    };
    if (decimals > 0) {
        for (; decimals > 0; --decimals) {
            put_digit();
        }
        *--first = '.';
    }
    do {
        put_digit();
    } while (rest != 0);
    return std::copy(first, end, to);
}

void append_number(std::string& out, double value, int decimals) {
    std::array<char, longest_number> text;
    out.append(text.data(), put_number(text.data(), value, decimals));
}

std::string format_number(double value, int decimals) {
    std::string text;
    append_number(text, value, decimals);
    return text;
}

void append_shortest(std::string& out, double value) {
    assert(std::isfinite(value));
    std::array<char, longest_number> digits;
    out.append(digits.data(), put_shortest(digits.data(), value == 0 ? 0.0 : value));
}

} // namespace ecg
