// What one line of a session says of the beats in it.
#pragma once

#include "model/analysis.hpp"
#include "model/session_line.hpp"

#include <cstddef>
#include <optional>

namespace ecg::analyze {

/// Some of a minute's beats, [first, last), and the beat before them, in whichever minute it was.
struct LineBeats {
    std::size_t first = 0;
    std::size_t last = 0;
    std::optional<Beat> before;
};

/// Fills metrics, arrhythmias and analysis of line from its beats in minute. Intervals are medians
/// over the line's normal beats.
void describe_line(SessionLine& line, const Analysis& minute, const LineBeats& own);

} // namespace ecg::analyze
