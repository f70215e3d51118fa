// A report as pages on any canvas.
#pragma once

#include "report/canvas.hpp"
#include "report/report.hpp"

namespace ecg::report {

/// Throws Error{usage} when speed or a gain is none of those that there are.
void check_settings(const ReportSettings& settings);

/// Samples that are all missing make a page that says so; no sample at all throws Error{data}.
void check_recording(const Recording& recording);

/// Draws what make_report makes a PDF of; throws as it does, but for the font.
void draw_pages(Canvas& canvas, const Recording& recording, const Analysis* analysis,
                const ReportSettings& settings, const LongSignal* signal = nullptr);

} // namespace ecg::report
