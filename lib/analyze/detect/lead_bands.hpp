// One lead at a reduced rate, split into the bands that tell a QRS complex from other waves.
#pragma once

#include "model/filtered_recording.hpp"

#include <array>
#include <vector>

namespace ecg::analyze {

/// Narrow QRS complexes (about 17 Hz), broad ones (8 Hz), T waves and motion (3.5 Hz).
constexpr std::size_t band_count = 3;

/// Detection needs no more than 120 samples a second: means of blocks of so many.
std::size_t detection_block(double rate_hz);

struct LeadBands {
    /// Squared envelopes by band: of a quadrature pair of wavelets, the first and the second
    /// derivative of a Gaussian [mallat-1992]. Relative to the lead's own height.
    std::array<std::vector<float>, band_count> energy;
    std::vector<float> shape;  ///< the lead through the second band's even wavelet, for templates
    std::vector<float> length; ///< curve length over 0.13 s [zong-2003], bands apart
    double height = 0;         ///< of the lead's typical QRS, mV; 0 when the lead is flat
};

/// rate_hz is of the samples.
LeadBands split_lead(const std::vector<double>& samples, double rate_hz);

} // namespace ecg::analyze
