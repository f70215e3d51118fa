// Moments as the API reads and writes them.
#pragma once

#include "serve/store/records.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ecg::serve {

/// RFC 3339 with its zone, up to microseconds, of the years 2000 to 2199: a device's clock that
/// says otherwise is wrong. Absent for anything else, a leap second and a date that is none among
/// it.
std::optional<Moment> parse_moment(std::string_view text);

/// "2025-01-08T12:34:56.789Z": to the millisecond, or to the microsecond where there are such.
/// Whole seconds have no decimals.
std::string format_moment(Moment moment);

} // namespace ecg::serve
