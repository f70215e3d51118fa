// Where the two halves of a comparison, and what stands below them, lie on the page.
#pragma once

#include "report/page_geometry.hpp"

#include <array>
#include <cstddef>
#include <vector>

namespace ecg::report {

struct ComparisonGeometry {
    PageGeometry page;             ///< title and foot, and the pages of findings that found no room
    std::array<Box, 2> heads;      ///< what is said of the earlier and of the later one
    std::array<Box, 2> grids;      ///< their leads
    std::vector<double> baselines; ///< of the rows of both, mm from the top of the page
    double pulse_zone = 0;         ///< at the left end of each row, mm
    std::size_t columns = 2;       ///< of leads in a half
    Box conditions;                ///< what was not alike
    Box values;                    ///< the table of measurements
    Box levels;                    ///< the table of ST levels, beside it
    Box findings;                  ///< beside them, or below them where the page stands
};

/// What room a comparison takes, but for its findings.
struct ComparisonContent {
    std::size_t strips = 12;         ///< of leads in each half
    bool slow = false;               ///< a warning of a low rate stands in the heads
    std::size_t setting_lines = 3;   ///< below each half
    std::size_t condition_lines = 0; ///< of what was not alike
};

/// orientation automatic is landscape.
ComparisonGeometry comparison_geometry(const ReportSettings& settings,
                                       const ComparisonContent& content);

/// From line to line of the small words below the halves.
inline constexpr double setting_pitch = 2.8;

} // namespace ecg::report
