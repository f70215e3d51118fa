// The rhythm that goes through, stretch by stretch.
#pragma once

#include "analyze/rhythm/known_rhythms.hpp"
#include "analyze/rhythm/rhythm_signs.hpp"
#include "model/measurements.hpp"
#include "model/rhythm.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace ecg::analyze {

/// What one look at the rhythm is decided on.
struct RhythmLook {
    RhythmSigns signs;
    std::optional<IntervalSpread> spread; ///< of the dozen beats in the middle
    std::optional<Milliseconds> qrs;
};

/// SR, SBRAD, STACH or SARRH with a P that repeats; SVTAC or WQT when fast, regular and without
/// one; else IRREG or REGUL. AFIB is told before: see fibrillation.hpp.
std::string_view name_of(const RhythmLook& look);

/// Episodes on end from the first beat to the last, parted where more than 5 s are missing.
/// A stretch below 10 s (AF: 30 s) goes to the longer of its neighbours, unless it is all there is.
std::vector<Episode> base_episodes(const Beats& beats, const Delineation& waves,
                                   const Measurements& measured,
                                   const std::vector<KnownRhythm>& known);

} // namespace ecg::analyze
