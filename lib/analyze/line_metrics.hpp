// What one line of a session says of the beats in it.
#pragma once

#include "model/analysis.hpp"
#include "model/session_line.hpp"

#include <string>
#include <vector>

namespace ecg::analyze {

/// Fills metrics, arrhythmias and analysis of line from what minute holds between the line's
/// first sample and its last. Intervals are medians over the line's normal beats.
void describe_line(SessionLine& line, const Analysis& minute);

} // namespace ecg::analyze
