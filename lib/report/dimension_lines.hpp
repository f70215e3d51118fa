// The intervals of the representative beat as lines that can be measured with a ruler.
#pragma once

#include "report/median_layout.hpp"

namespace ecg::report {

/// From one line to the next, mm.
inline constexpr double dimension_pitch = 4.6;

/// One below the other in the panel, with name and length; one that leaves the panel is cut there
/// and has no tick at that end.
void draw_dimension_lines(Canvas& canvas, const MedianLayout& layout,
                          const std::vector<BeatInterval>& intervals);

} // namespace ecg::report
