// The leads on ECG paper with measurements and findings above them.
#pragma once

#include "report/page_plan.hpp"

namespace ecg::report {

/// The page of that layout, and pages for findings that found no room on it. canvas measures text.
PagePlan chart_pages(const Canvas& canvas, const PageInput& input, Layout layout);

} // namespace ecg::report
