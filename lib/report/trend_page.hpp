// The page of trends: heart rate and rhythm over the whole recording, and the numbers below them.
#pragma once

#include "report/page_plan.hpp"
#include "report/rhythm_lanes.hpp"

#include <string>
#include <vector>

namespace ecg::report {

/// Where its parts stand, and what is in the lanes.
struct TrendPage {
    Box heading;
    Box rate;  ///< of the plot alone
    Box lanes; ///< with the rate's left and right edge
    TimeAxis time;
    std::vector<RhythmLane> rhythm;
    Box summary;
    Box episodes;
    LaneRoom lane_room;
};

/// The recording was analysed.
TrendPage lay_out_trend(const PageGeometry& page, const PageInput& input);

/// All but the episodes.
void draw_trend(Canvas& canvas, const PageGeometry& page, const TrendPage& parts,
                const PageInput& input);

/// What has to be said of the whole recording, below a page's plots.
std::string trend_remark(const PageInput& input);

} // namespace ecg::report
