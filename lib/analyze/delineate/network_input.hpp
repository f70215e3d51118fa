// What the delineation network is shown of a beat.
#pragma once

#include "dsp/convolution.hpp"

#include <cstddef>
#include <vector>

namespace ecg::analyze {

inline constexpr std::size_t input_channels = 7;

/// A mean beat on the grid of BeatWindow, usable leads only.
struct BeatOnGrid {
    std::vector<std::vector<float>> leads;   ///< mV
    std::vector<std::vector<float>> scatter; ///< by lead: standard error of the mean, mV
    std::vector<bool> inside;                ///< which samples are the beat's own
    std::size_t beats = 1;                   ///< how many went into the mean
    double rr_spread = 0;                    ///< of the intervals before them, see AverageBeat
};

/// By lead seven channels: the lead in units of its own QRS; in units of the usual QRS of all
/// leads, small values spread; whether a sample belongs to the beat; the rms of all leads and the
/// lead's scatter, both spread likewise; how many beats went into it, on a logarithmic scale; how
/// uneven their intervals are.
dsp::Feature network_input(const BeatOnGrid& beat);

} // namespace ecg::analyze
