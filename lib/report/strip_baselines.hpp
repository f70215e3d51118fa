// Where the leads of a strip stand on its grid.
#pragma once

#include "report/trace_layout.hpp"

#include <vector>

namespace ecg::report {

/// The y of each lead's median, one below the other, each on a heavy line of the grid: so that as
/// little as can be of the waves is cut at the grid's edges or lies over another lead's, and each
/// has room for its pulse.
std::vector<double> strip_baselines(const Box& grid, const std::vector<Strip>& strips,
                                    SampleRate rate);

} // namespace ecg::report
