// Single fields of a WFDB header line.
#pragma once

#include "common/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ecg::formats {

/// A line cut at blanks, from left to right.
class HeaderFields {
public:
    HeaderFields(std::string_view line, std::string where)
        : rest_{line}, where_{std::move(where)} {}

    /// The next field. Absent at the end of the line.
    std::optional<std::string_view> next();
    /// All that was not taken, without white space at its ends.
    [[nodiscard]] std::string_view rest() const;

    /// The next field as a whole number. Absent at the end of the line; throws Error{data}
    /// "where: what is not a whole number".
    std::optional<std::int64_t> next_integer(const std::string& what);

    /// Throws Error{data} "where: why".
    [[noreturn]] void fail(const std::string& why) const;

private:
    std::string_view rest_;
    std::string where_;
};

/// A date in a header: day, month, year with "/" or "-" between; the month may be a name.
struct HeaderDate {
    int day{}, month{}, year{};
};

std::optional<HeaderDate> parse_header_date(std::string_view text);

/// Seconds since midnight of "HH:MM:SS" or "HH:MM:SS.fff".
std::optional<double> parse_header_time(std::string_view text);

} // namespace ecg::formats
