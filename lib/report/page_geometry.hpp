// Where everything stands on the page, in millimetres.
#pragma once

#include "report/canvas.hpp"
#include "report/report.hpp"

namespace ecg::report {

/// Paper speed and gain.
struct Scale {
    double mm_per_s = 25;
    double mm_per_mv = 10;
};

/// A page: the words above, the grid below them, the footer at its foot. All blocks share the
/// grid's left and right edge.
struct PageGeometry {
    double width = 0;
    double height = 0;
    Box patient;       ///< left half of the first line
    Box acquisition;   ///< right half of it
    Box measurements;  ///< below the patient
    Box findings;      ///< beside the measurements
    Box warning;       ///< one line, which ends at the right edge: beside the findings' heading
    Box grid;          ///< 265 x 135 mm, or 195 x 195 mm where the page stands
    Box continued;     ///< findings on the pages after the first
    double footer = 0; ///< baseline of the last line
    double signal_width = 0; ///< of a row: 10 s at 25 mm/s in landscape
};

/// The first baseline of a block of words, below its top.
inline constexpr double heading_baseline = 3.4;
/// The calibration pulse stands in the first millimetres of every row, the signal behind it.
inline constexpr double pulse_zone = 15;

/// What the settings ask for, or what suits the layout.
Orientation orientation_of(const ReportSettings& settings, Layout layout);

/// orientation is not automatic.
PageGeometry page_geometry(Paper paper, Orientation orientation = Orientation::landscape);

} // namespace ecg::report
