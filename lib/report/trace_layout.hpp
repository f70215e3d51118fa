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
    std::string name;                   ///< the lead's, as the recording has it
    std::string label;                  ///< as it is printed: "−aVR" where it is turned over
    std::string remark;                 ///< behind the label: "from 10 s", "5 mm/mV"
    const LeadSignal* signal = nullptr; ///< absent: not recorded
    bool inverted = false;
    Scale scale;
    std::size_t row = 0;
    double left = 0;  ///< where the stretch begins, mm from the left of the page
    double width = 0; ///< of the stretch, mm; the signal may end before
    Seconds from{};   ///< since the recording's first sample
};

/// Everything that is drawn on the grid.
struct TraceLayout {
    Box grid;                               ///< as high as its rows need
    std::vector<double> baselines;          ///< y of each row, mm from the top of the page
    double pulse_zone = report::pulse_zone; ///< at the left end of each row, mm
    double reach = 0;                       ///< how far a trace may go from its baseline, mm
    Scale scale;                            ///< of all but the chest leads
    double chest_mm_per_mv = 10;
    std::vector<Strip> strips;         ///< row by row, from left to right
    std::string arrangement;           ///< "3 × 4 leads, sequential, 2.5 s each; rhythm II"
    Seconds shown{};                   ///< of the recording
    std::vector<std::string> left_out; ///< leads that found no room
};

/// Which part of the rows of 12 × 1 leads stands on a page.
struct RowPart {
    std::size_t number = 0; ///< 0, 1 …
    std::size_t count = 1;  ///< in how many parts of equal length the rows are divided
};

/// Twelve-lead recordings: as the table of the layout has it, columns one after the
/// other in time or all of the same time. Recordings of six leads or fewer: a row a lead over the
/// whole width, and once more for the time that follows as far as four rows hold it.
/// part is of Layout::twelve_by_one alone.
TraceLayout lay_out_traces(const Recording& recording, const PageGeometry& page,
                           const ReportSettings& settings, Layout layout, RowPart part = {});

/// Whether recording is drawn as the table of the layout has it.
bool suits_columns(const Recording& recording);

} // namespace ecg::report
