// How much of a lead is drift of its baseline.
#pragma once

#include "common/units.hpp"

#include <optional>
#include <span>

namespace ecg::analyze {

/// 1 - P(0 to 1 Hz) / P(0 to 40 Hz) of samples as recorded, without their mean: 0 to 1, near 1
/// without drift [clifford-2012]. A missing sample is NaN. Absent for less than 4 s, or without
/// any power.
std::optional<double> baseline_sqi(std::span<const double> samples, Hertz rate);

} // namespace ecg::analyze
