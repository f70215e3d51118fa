// A trace on paper, with marks where it was cut.
#pragma once

#include "report/trace.hpp"

namespace ecg::report {

/// Draws the lines, and a small triangle at each cut that points to where the signal went.
void draw_trace(Canvas& canvas, const Trace& trace, const Pen& pen);

} // namespace ecg::report
