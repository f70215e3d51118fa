// What the waves between the beats say about the rhythm of each beat.
#pragma once

#include "analyze/rhythm/rhythm_signs.hpp"
#include "model/beats.hpp"
#include "model/between_beats.hpp"
#include "model/delineation.hpp"
#include "model/rhythm.hpp"

#include <optional>
#include <vector>

namespace ecg::analyze {

/// Of one beat.
struct KnownRhythm {
    double flutter = 0;                   ///< how well flutter waves repeat; 0 without any
    bool complete = false;                ///< 3AVB
    bool has_atrial = false;              ///< P waves on their own clock, some of them dropped
    std::optional<BeatsPerMinute> atrial; ///< the rate of flutter waves, or of those P waves
    bool without_p = false; ///< three leads or more, and hardly a P wave near this beat
};

/// One entry a beat. blocks are the episodes of av_blocks.
std::vector<KnownRhythm> known_rhythms(const Beats& beats, const Delineation& waves,
                                       const BetweenBeats& between,
                                       const std::vector<Episode>& blocks);

} // namespace ecg::analyze
