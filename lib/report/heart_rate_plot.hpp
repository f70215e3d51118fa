// The heart rate over the whole recording.
#pragma once

#include "model/analysis.hpp"
#include "report/time_axis.hpp"

#include <string>

namespace ecg::report {

inline constexpr double rate_mark_room = 4.2; ///< mm

/// Draws the rate of each interval, or lowest, mean and highest of the intervals at one place, into
/// box; where signal is missing the box is grey. Words in the rate_mark_room above and below it say
/// where the rate is highest and lowest.
void draw_heart_rate(Canvas& canvas, const Box& box, const TimeAxis& time,
                     const Analysis& analysis);

/// What the plot shows, "60 s over each RR interval …", for its heading.
std::string heart_rate_words(const TimeAxis& time, const Analysis& analysis);

/// Why there is no rate, by the analysis.
std::string no_heart_rate_words(const Analysis& analysis);

} // namespace ecg::report
