// Rhythm strips of a long recording: its notable moments, or a stretch from end to end.
#pragma once

#include "report/page_plan.hpp"

namespace ecg::report {

/// As many pages as the settings allow for the moments, or as the stretch takes. Throws as
/// make_report does. canvas measures text.
PagePlan strip_pages(const Canvas& canvas, const PageInput& input);

} // namespace ecg::report
