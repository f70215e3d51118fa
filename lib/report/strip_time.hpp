// When a stretch of a recording begins or ends, as a person says it.
#pragma once

#include "common/time.hpp"
#include "common/units.hpp"
#include "model/recording.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace ecg::report {

/// A time of day in UTC.
struct TimeOfDay {
    Seconds since_midnight{};
};

/// Since the session began, at the first such time of day in it, or a moment.
using StripTime = std::variant<Seconds, TimeOfDay, UtcTime>;

/// "1:02:03.5", "90", "90s", "1.5h": since the session began. "12:34:56Z": a time of day.
/// "2025-01-08T12:34:56Z": a moment. Absent for anything else.
std::optional<StripTime> strip_time(std::string_view text);

/// Since the session began; may lie before or behind the recording. Throws Error{data} when the
/// recording does not say when it began, and time needs it.
Seconds in_session(const StripTime& time, const Recording& recording);

/// "0:18:31", with tenths of a second where there are some.
std::string elapsed_words(Seconds time);

/// "12:53:27", the time of day in UTC; "" when the recording does not say when it began.
std::string clock_words(Seconds time, const RecordingInfo& info);

} // namespace ecg::report
