// Stretches in which a device repeated its last value, or wrote one constant, for want of samples.
#pragma once

#include "common/units.hpp"

#include <span>

namespace ecg::analyze {

/// Share of the samples that lie in such stretches of 0.1 s and more, 0 to 1. NaN is a missing
/// sample, not a repeated one. height is that of the lead's waves, in the samples' unit.
double repeated_share(std::span<const double> samples, Hertz rate, double height);

} // namespace ecg::analyze
