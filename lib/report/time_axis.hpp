// The time of a recording along a page: by the clock where its start is known, else from its start.
#pragma once

#include "common/time.hpp"
#include "model/analysis.hpp"
#include "model/recording.hpp"
#include "report/axis.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ecg::report {

struct TimeAxis {
    Axis seconds;                 ///< since the session began
    std::optional<UtcTime> start; ///< of the session

    [[nodiscard]] double at(Seconds time) const { return seconds.at(time.count()); }

    /// mm to seconds.
    [[nodiscard]] double seconds_per_mm() const {
        return (seconds.high - seconds.low) / (seconds.to - seconds.from);
    }
};

/// All of what was analysed, from left to right.
TimeAxis time_axis(const Recording& recording, const Analysis& analysis, double left, double right);

struct TimeTick {
    Seconds time{}; ///< since the session began
    std::string words;
};

/// At round times of the clock, or since the start, as close as their words allow.
std::vector<TimeTick> time_ticks(const Canvas& canvas, const TimeAxis& axis);

/// "14:02:31" by the clock, or since the start.
std::string moment_words(const std::optional<UtcTime>& start, Seconds time);

/// "UTC, from 2025-01-08", or "since the start, h:min:s: …".
std::string time_axis_words(const TimeAxis& axis);

/// Words of the ticks below box, and hairlines up through it.
void draw_time_ticks(Canvas& canvas, const Box& box, const TimeAxis& axis);

} // namespace ecg::report
