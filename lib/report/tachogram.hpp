// The lengths of the NN intervals over time, and where intervals were left out.
#pragma once

#include "model/analysis.hpp"
#include "report/time_axis.hpp"

#include <string>

namespace ecg::report {

inline constexpr double left_out_height = 6; ///< mm, of the share below the tachogram
inline constexpr double left_out_gap = 1.5;  ///< mm between them

/// Draws into box the lengths of the intervals and below them the share that was left out, with the
/// ticks of time at the box's foot. Where there is room for each, the ones left out are crosses.
void draw_tachogram(Canvas& canvas, const Box& box, const TimeAxis& time, const Analysis& analysis);

/// What it shows, for its heading.
std::string tachogram_words(const TimeAxis& time, const Analysis& analysis);

} // namespace ecg::report
