// Over how many pages twelve rows of leads go at the gain that was asked for.
#pragma once

#include "report/trace_layout.hpp"

#include <vector>

namespace ecg::report {

/// What stands on the pages of a layout: one, but for 12 × 1 leads, whose rows go over two or three
/// pages where on fewer a row would be lower than 1.5 mV. The gain stays as asked.
std::vector<TraceLayout> lay_out_pages(const Recording& recording, const PageGeometry& page,
                                       const ReportSettings& settings, Layout layout);

} // namespace ecg::report
