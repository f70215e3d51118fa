// A report as pages on any canvas.
#pragma once

#include "report/canvas.hpp"
#include "report/report.hpp"

namespace ecg::report {

/// Draws what make_report makes a PDF of; throws as it does, but for the font.
void draw_pages(Canvas& canvas, const Recording& recording, const Analysis* analysis,
                const ReportSettings& settings, const LongSignal* signal = nullptr);

} // namespace ecg::report
