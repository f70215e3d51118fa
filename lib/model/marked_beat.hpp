// The mean beat of one shape, and where its waves begin, peak and end.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace ecg {

/// Beats of one shape, aligned at their fiducials to a fraction of a sample, and averaged.
struct AverageBeat {
    double rate_hz = 0;
    double recorded_hz = 0;                  ///< before resampling
    double fiducial = 0;                     ///< index of the QRS fiducial
    double rr_spread = 0;                    ///< half of the middle half of the intervals
                                             ///< before its beats, as a share of the usual one
    double rr_after = 1;                     ///< s, the usual interval behind its beats; 1 where
                                             ///< there is no other beat
    std::size_t length = 0;                  ///< samples in each lead
    std::vector<std::vector<double>> leads;  ///< all leads of the recording, mV
    std::vector<double> noise;               ///< by lead: rms of what is left after averaging
    std::vector<std::vector<float>> scatter; ///< by lead: standard error of the mean, mV, on the
                                             ///< delineator's grid; 0 of a single beat
    std::vector<bool> usable;                ///< by lead
    std::vector<std::size_t> members;        ///< indices of the beats that went into it
};

/// Standard uncertainties of a wave's three points.
struct MarkSpread {
    double onset = 0, peak = 0, offset = 0;
};

/// Indices into the mean beat; absent where there is no such point.
struct WaveMarks {
    std::optional<double> onset, peak, offset;
    MarkSpread spread{}; ///< samples; of the points that are there

    [[nodiscard]] bool whole() const { return onset && peak && offset; }

    [[nodiscard]] bool empty() const { return !onset && !peak && !offset; }
};

struct BeatMarks {
    WaveMarks p, qrs, t;
};

/// The dominant shape's mean beat with its marks, which the measurements are taken from.
struct MarkedBeat {
    AverageBeat beat;
    BeatMarks global;
    BeatMarks outermost;          ///< as in BeatWaves
    std::vector<BeatMarks> leads; ///< in the recording's order; empty marks for unusable leads
};

} // namespace ecg
