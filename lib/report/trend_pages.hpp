// A long recording on a page: heart rate, rhythm, numbers and episodes; on another, heart rate
// variability.
#pragma once

#include "report/page_plan.hpp"

namespace ecg::report {

/// The page of trends; that of heart rate variability where there is an RR interval; and up to two
/// of episodes that found no room. One page that says so where nothing was analysed.
PagePlan trend_pages(const PageInput& input);

} // namespace ecg::report
