// The powers of the NN intervals in the Task Force's bands, by two methods.
#pragma once

#include "analyze/measure/nn_intervals.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace ecg::analyze {

struct NnSpectra {
    Seconds longest_stretch{};      ///< without a hole above the longest bridge
    std::optional<Seconds> segment; ///< absent when no stretch lasts long enough for HF
    std::int64_t segments = 0;
    HrvPowers welch, lomb_scargle;
    std::optional<HrvSpectrum> densities; ///< behind these; absent with them
};

/// Segments of five minutes, or as long as the longest stretch where none is, overlap by half; what
/// is given is the mean over all of them. Welch's method takes a cubic spline through the lengths
/// at the intervals' ends, straight across what was left out, with Hann windows [welch-1967]; Lomb
/// and Scargle's takes the lengths as they are, less a straight line [scargle-1982]. ULF is Lomb
/// and Scargle's of the whole, less its mean. A band is absent when the longest stretch, or for ULF
/// all of them, are too short for it.
NnSpectra describe_spectra(std::span<const NnInterval> intervals, const HrvSettings& settings);

} // namespace ecg::analyze
