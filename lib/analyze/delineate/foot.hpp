// Where a lobe leaves the level it stands on.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace ecg::analyze {

/// What a lobe stands on, and how far from its peak to look.
struct LobeGround {
    double level = 0;      ///< mV
    double noise = 0;      ///< rms, mV: the foot is not looked for below it
    std::size_t limit = 0; ///< the last index to look at, on the side asked for
};

/// The index (fractional) at which the lobe with its extremum at peak begins (limit < peak) or
/// ends (limit > peak). The flank's phase asin(sqrt(height)) is straight in time for a sin²
/// lobe; its line, fitted between the noise and 0.7 of the height, is followed down to zero.
/// Absent when the flank does not fall far enough, or would only end far beyond the limit.
std::optional<double> foot_of(std::span<const double> curve, std::size_t peak,
                              const LobeGround& ground);

/// The index (fractional) at which curve, a distance that is never negative, leaves zero before
/// start. Near its beginning a wave rises with the square of time whatever its height: the line
/// through sqrt(curve) between visible and three times it is followed down to zero. start itself
/// when the rise is too short for that. reach is how far before start the answer may lie.
double departure(std::span<const double> curve, std::size_t start, double visible, double reach);

} // namespace ecg::analyze
