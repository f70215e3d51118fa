// Another sample rate, by any ratio of small whole numbers, with a stated pass and stop band.
#pragma once

#include "common/units.hpp"

#include <span>
#include <vector>

namespace ecg::dsp {

/// Frequencies up to pass stay as they are; those from stop on fall by 90 dB.
struct Band {
    Hertz pass;
    Hertz stop;
};

/// The signal, taken at rate from, at rate to: sample i lies at time i / to, as far as the signal
/// reaches. Linear-phase FIR [kaiser-1974], no delay; the ends are held. A missing sample (NaN)
/// makes all those missing whose filter it lies under. stop must not exceed from / 2, and to / from
/// must be a ratio of whole numbers up to 2000.
std::vector<double> change_rate(std::span<const double> signal, Hertz from, Hertz to, Band keep);

} // namespace ecg::dsp
