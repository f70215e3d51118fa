// The tables of a comparison: measurements and ST levels with their differences.
#pragma once

#include "report/canvas.hpp"
#include "report/comparison.hpp"

#include <vector>

namespace ecg::report {

/// Label, both values, their difference with its uncertainty and a mark where it is beyond that;
/// where one value is absent a dash, and why.
void draw_compared_values(Canvas& canvas, const Box& box, const std::vector<ComparedValue>& values);

/// The same of the ST levels, and which leads are not in both.
void draw_compared_levels(Canvas& canvas, const Box& box, const ComparedLevels& levels);

} // namespace ecg::report
