// The slow wander of a lead, as a curve to subtract.
#pragma once

#include "common/units.hpp"

#include <span>

namespace ecg::analyze {

/// Subtracts from signal what lies below cutoff, zero phase: 8th order in all, so that the
/// slowest heart's own components are spared. cutoff at most 0.67 Hz [aha-2007-i].
void remove_baseline(std::span<double> signal, Hertz rate, Hertz cutoff);

} // namespace ecg::analyze
