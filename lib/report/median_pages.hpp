// The representative beat with its points, and what was measured in each lead.
#pragma once

#include "report/page_plan.hpp"

namespace ecg::report {

/// A page of the beat, or one that says why there is none, and a page or more of the table of leads
/// where something was measured. canvas measures text.
PagePlan median_pages(const Canvas& canvas, const PageInput& input);

} // namespace ecg::report
