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

/// A landscape page: the words above, the grid below them, the footer at its foot. All blocks
/// share the grid's left and right edge.
struct PageGeometry {
    double width = 0;
    double height = 0;
    Box patient;       ///< left half of the first line
    Box acquisition;   ///< right half of it
    Box measurements;  ///< below the patient
    Box findings;      ///< beside the measurements
    Box grid;          ///< 265 x 135 mm
    Box continued;     ///< findings on the pages after the first
    double footer = 0; ///< baseline of the last line
};

/// The calibration pulse stands in the first millimetres of every row, the signal behind it.
inline constexpr double pulse_zone = 15;
/// Signal in a row: 10 s at 25 mm/s.
inline constexpr double signal_width = 250;

PageGeometry page_geometry(Paper paper);

} // namespace ecg::report
