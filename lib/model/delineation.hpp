// Where the waves of each beat begin, peak and end.
#pragma once

#include "common/units.hpp"
#include "model/marked_beat.hpp"

#include <optional>
#include <vector>

namespace ecg {

/// Standard uncertainties: two of three true points lie within.
struct WaveUncertainty {
    Milliseconds onset{};
    Milliseconds peak{};
    Milliseconds offset{};
};

/// Times since the session began; each absent when it could not be told.
struct Wave {
    std::optional<Seconds> onset;
    std::optional<Seconds> peak;
    std::optional<Seconds> offset;
    WaveUncertainty uncertainty{}; ///< of the points that are there

    [[nodiscard]] bool empty() const { return !onset && !peak && !offset; }

    /// Offset minus onset.
    [[nodiscard]] std::optional<Milliseconds> duration() const {
        return onset && offset ? std::optional<Milliseconds>{*offset - *onset} : std::nullopt;
    }
};

struct Waves {
    Wave p;
    Wave qrs; ///< peak is the fiducial; offset is the J point
    Wave t;
};

/// One beat: over all leads, and by lead in the recording's order.
struct BeatWaves {
    Waves global;             ///< onsets and ends that a quarter of the leads reach
    std::vector<Waves> leads; ///< empty when only the global points were asked for
    /// The outermost of separate readings of the leads: what a scorer calls global whose reference
    /// was read lead by lead. Wider than global by how much readings scatter. One entry, or none as
    /// with leads: a day has a hundred thousand beats.
    std::vector<Waves> outermost{};
};

/// One entry a beat, in the order of Beats.
using Delineation = std::vector<BeatWaves>;

/// What the delineation step returns.
struct DelineatedBeats {
    Delineation waves;
    std::optional<MarkedBeat> dominant; ///< absent without a beat to average
};

} // namespace ecg
