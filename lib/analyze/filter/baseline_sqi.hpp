// How much of a lead is drift of its baseline.
#pragma once

#include "common/units.hpp"
#include "model/recording.hpp"

#include <optional>
#include <vector>

namespace ecg::analyze {

/// By lead: 1 - P(0 to 1 Hz) / P(0 to 40 Hz) of the samples as recorded, without their mean: 0 to
/// 1, near 1 without drift [clifford-2012]. Absent for less than 4 s, or without any power.
std::vector<std::optional<double>> baseline_sqi(const Recording& recording);

} // namespace ecg::analyze
