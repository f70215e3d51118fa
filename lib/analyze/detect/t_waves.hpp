// T waves that are as tall as a QRS complex.
#pragma once

#include "analyze/detect/activity.hpp"

#include <cstddef>
#include <vector>

namespace ecg::analyze {

/// The chosen ones (indices into candidates, in order) without those that are the T wave of the one
/// before: soon after it, much slower than it, and with no T wave of their own behind them, which
/// even the earliest ventricular beat has.
std::vector<std::size_t> without_t_waves(const Activity& activity,
                                         const std::vector<std::size_t>& candidates,
                                         const std::vector<std::size_t>& chosen);

} // namespace ecg::analyze
