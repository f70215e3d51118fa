// Which lead is drawn where on the grid, and over which stretch of time.
#pragma once

#include "common/units.hpp"
#include "model/recording.hpp"
#include "report/page_geometry.hpp"

#include <string>
#include <vector>

namespace ecg::report {

/// One lead over one stretch of time.
struct Strip {
    std::string label;                  ///< the lead's name
    const LeadSignal* signal = nullptr; ///< absent: not recorded
    std::size_t row = 0;
    double left = 0;         ///< where the stretch begins, mm from the left of the page
    double width = 0;        ///< of the stretch, mm; the signal may end before
    Seconds from{};          ///< since the recording's first sample
    bool tells_time = false; ///< the label says from when on
};

/// Everything that is drawn on the grid.
struct TraceLayout {
    Box grid;                      ///< as high as its rows need
    std::vector<double> baselines; ///< y of each row, mm from the top of the page
    double reach = 0;              ///< how far a trace may go from its baseline, mm
    Scale scale;
    std::vector<Strip> strips;         ///< row by row, from left to right
    std::string arrangement;           ///< "3 × 4 leads, sequential, 2.5 s each; rhythm II"
    Seconds shown{};                   ///< of the recording
    std::vector<std::string> left_out; ///< leads that found no room
};

/// Twelve-lead recordings: three rows of four leads, one after the other in time, above a rhythm
/// strip; a recording too short for that has its first seconds in every column. Recordings of six
/// leads or fewer: a row a lead over the whole width, and once more for the time that follows as
/// far as four rows hold it.
TraceLayout lay_out_traces(const Recording& recording, const PageGeometry& page, Scale scale,
                           Lead rhythm_lead);

} // namespace ecg::report
