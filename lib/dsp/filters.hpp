// Recursive filters, run forth and back so that no wave moves in time.
#pragma once

#include "common/units.hpp"

#include <span>
#include <vector>

namespace ecg::dsp {

/// One second-order section, a0 = 1.
struct Biquad {
    double b0{1}, b1{}, b2{}, a1{}, a2{};
};

using Sections = std::vector<Biquad>;

/// Butterworth by the bilinear transform; order 1 and up. Throws Error{usage}, as notch does,
/// unless 0 < cutoff < rate/2: the message says at which frequency such a tone shows instead.
Sections butterworth_low_pass(int order, Hertz cutoff, Hertz rate);
Sections butterworth_high_pass(int order, Hertz cutoff, Hertz rate);

/// Takes out one frequency; width is the -3 dB bandwidth of one pass.
Sections notch(Hertz centre, Hertz width, Hertz rate);

/// Filters in place forth and back: the gain is squared, the phase is zero. The ends are
/// extended by reflection about the end points, pad samples (fewer when the signal is shorter).
void filter_zero_phase(const Sections& sections, std::span<double> signal, std::size_t pad);

} // namespace ecg::dsp
