// The points of the representative beat in words.
#pragma once

#include "report/beat_points.hpp"
#include "report/page_geometry.hpp"

#include <string>

namespace ecg::report {

/// "MEAN OF 9 BEATS OF THE DOMINANT KIND"
std::string beat_heading(const MedianBeat& beat);

/// Why there is no representative beat; "" when there is one.
std::string missing_beat_words(const Analysis* analysis);

/// How many beats it is the mean of, and where its points are, with their uncertainty. Nothing
/// without a representative beat.
void draw_beat_block(Canvas& canvas, const Box& box, const Analysis& analysis);

} // namespace ecg::report
