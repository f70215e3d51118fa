// The paper itself: one and five millimetre lines, and the pulse that proves the gain.
#pragma once

#include "report/trace_layout.hpp"

namespace ecg::report {

/// Lines every millimetre, heavier every fifth, from the box's upper left corner.
void draw_grid(Canvas& canvas, const Box& box, GridColour colour);

/// How wide a pulse of 200 ms is, mm.
double pulse_width(Scale scale);

/// 1 mV for 200 ms halfway between left and right, on a baseline from one to the other.
void draw_pulse(Canvas& canvas, double left, double right, double baseline, Scale scale);

/// The ticks between two leads of one row.
void draw_separator(Canvas& canvas, double x, double baseline);

} // namespace ecg::report
