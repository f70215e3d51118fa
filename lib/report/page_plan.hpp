// What a report is made of: pages that know their place and how to draw themselves.
#pragma once

#include "model/analysis.hpp"
#include "model/recording.hpp"
#include "report/canvas.hpp"
#include "report/page_geometry.hpp"
#include "report/report.hpp"

#include <cstddef>
#include <functional>
#include <vector>

namespace ecg::report {

/// What pages are drawn of. All of it outlives them.
struct PageInput {
    const Recording& recording;
    const Analysis* analysis; ///< absent: not analysed
    const ReportSettings& settings;
    const LongSignal& signal; ///< of the whole recording; recording may be its beginning
};

/// A page with everything that stands between title and footer, which are the same on all pages.
struct PlannedPage {
    PageGeometry geometry;
    std::function<void(Canvas& canvas, std::size_t number)> draw; ///< number: 1, 2 … in the report
};

using PagePlan = std::vector<PlannedPage>;

} // namespace ecg::report
