// Named numbers one below the other, or why there is none.
#pragma once

#include "report/canvas.hpp"

#include <string>
#include <vector>

namespace ecg::report {

struct ValueRow {
    std::string label;
    std::string number; ///< "" when it could not be measured
    std::string rest;   ///< unit, and what else is said of the number; of no number, the reason
};

inline constexpr double value_pitch = 3.85;

/// Draws the rows from the first baseline on; numbers end number_right mm from at.x. Returns the
/// baseline of the row that would come next.
double draw_value_rows(Canvas& canvas, const Box& box, double number_right,
                       const std::vector<ValueRow>& rows);

} // namespace ecg::report
