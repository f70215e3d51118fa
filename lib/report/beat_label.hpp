// The name of a lead in its cell, and what must be said of it, where no trace runs.
#pragma once

#include "report/median_chart.hpp"
#include "report/trace.hpp"

namespace ecg::report {

/// In a corner of the cell: name, remark and note in one line, else the note in short below, else
/// without regard to the trace.
void draw_beat_label(Canvas& canvas, const MedianChart& chart, const BeatCell& cell,
                     const Trace& trace);

} // namespace ecg::report
