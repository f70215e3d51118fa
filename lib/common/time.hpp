// Moments in UTC, to the millisecond, as session lines and file names write them.
#pragma once

#include "common/units.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ecg {

/// A moment in UTC.
struct UtcTime {
    std::int64_t milliseconds{}; ///< since 1970-01-01T00:00:00Z, leap seconds not counted

    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 misreads the zero behind it
    friend constexpr auto operator<=>(UtcTime, UtcTime) = default;
};

/// The moment that lies span after start, rounded to the millisecond.
UtcTime later(UtcTime start, Seconds span);

/// "2025-01-08T12:34:56.789Z"
std::string format_utc(UtcTime time);

/// "20250108_123456", for file names.
std::string format_utc_compact(UtcTime time);

/// Reads ISO 8601: date, "T" or a blank, time, up to nine decimals, then "Z", nothing (taken
/// as UTC) or an offset "+05:30". Absent when the text is no such moment.
std::optional<UtcTime> parse_utc(std::string_view text);

/// The moment of a civil date and time in UTC. Absent when there is no such date (30 February).
std::optional<UtcTime> utc_of(int year, int month, int day, double seconds_of_day);

/// A span as people write it: "90", "90s", "250ms", "30m", "1.5h", "1d". Absent for anything else,
/// and when it is negative or not finite.
std::optional<Seconds> parse_span(std::string_view text);

/// The system's clock. Only tools call it: the library is the same at any hour.
UtcTime now_utc();

} // namespace ecg
