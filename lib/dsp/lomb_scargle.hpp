// The periodogram of unevenly spaced values, without resampling them.
#pragma once

#include "common/units.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace ecg::dsp {

/// Lomb's periodogram as Scargle writes it, at step, 2 step … count step: a sine of amplitude A at
/// one of these gives about A² n / 4 there [scargle-1982]. The values' mean stays in; times are in
/// seconds. Takes count times as many steps as there are values.
std::vector<double> lomb_scargle(std::span<const double> times, std::span<const double> values,
                                 Hertz step, std::size_t count);

} // namespace ecg::dsp
