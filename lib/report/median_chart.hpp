// The representative beat on ECG paper: a cell a lead, all leads over each other, and the points.
#pragma once

#include "report/canvas.hpp"
#include "report/median_layout.hpp"

#include <string>
#include <utility>
#include <vector>

namespace ecg::report {

/// What is said of a lead beside its label: {"V4", "poor signal"}.
using LeadNote = std::pair<std::string, std::string>;

struct MedianChart {
    const MedianLayout& layout;
    const std::vector<BeatPoint>& points;
    const std::vector<LeadNote>& notes;
    SampleRate rate; ///< of the beat
    GridColour grid = GridColour::pink;
};

/// Returns whether some trace was cut at the edge of its cell.
bool draw_median_chart(Canvas& canvas, const MedianChart& chart);

} // namespace ecg::report
