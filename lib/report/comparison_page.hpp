// Two ECGs beside each other, with what differs between them, as pages on any canvas.
#pragma once

#include "report/canvas.hpp"
#include "report/comparison.hpp"
#include "report/report.hpp"

namespace ecg::report {

/// Draws the earlier one to the left and the later one to the right in the same true millimetres;
/// below them the values with their differences, and the findings that appeared, are gone or
/// stayed; further pages for findings that found no room. Layouts, columns, rhythm lead and strips
/// of settings have no part in it. Throws as draw_pages.
void draw_comparison(Canvas& canvas, const Comparison& comparison, const ReportSettings& settings);

} // namespace ecg::report
