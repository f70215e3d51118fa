// The waves of a mean beat: P, QRS and T by their onsets, peaks and ends.
#pragma once

#include "model/marked_beat.hpp"

#include <span>
#include <vector>

namespace ecg::analyze {

/// The leads that are looked at together: several for the global points, one for its own.
struct LeadRows {
    std::vector<std::span<const double>> leads;
    double noise = 0; ///< rms of their mean noise
    double rate_hz = 0;
    double recorded_hz = 0; ///< before resampling
    double fiducial = 0;
    double rr_before = 0;
    double rr_after = 0;
};

/// Global marks from the rows; guide, where given, narrows the search to its surroundings.
BeatMarks mark_waves(const LeadRows& rows, const BeatMarks* guide);

} // namespace ecg::analyze
