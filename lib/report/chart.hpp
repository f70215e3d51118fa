// The ECG paper with its traces.
#pragma once

#include "model/filtered_recording.hpp"
#include "report/trace_layout.hpp"

#include <vector>

namespace ecg::report {

/// What the words beside the chart must say of it.
struct ChartRemarks {
    bool cut = false;       ///< some trace leaves its row and was cut there
    bool has_trace = false; ///< some sample was drawn
};

/// Draws grid, calibration pulses, separators, labels and traces. Leads that quality calls bad,
/// or that recording.electrodes_off names, are marked.
ChartRemarks draw_chart(Canvas& canvas, const TraceLayout& layout, const Recording& recording,
                        const std::vector<LeadQuality>& quality, GridColour grid);

} // namespace ecg::report
