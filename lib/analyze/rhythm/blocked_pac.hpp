// Premature P waves that the ventricles do not follow.
#pragma once

#include "model/beats.hpp"
#include "model/between_beats.hpp"
#include "model/delineation.hpp"
#include "model/rhythm.hpp"

#include <cstddef>
#include <vector>

namespace ecg::analyze {

/// A P without a QRS that comes early, and the beat behind it late.
struct BlockedPac {
    std::size_t beat = 0; ///< the one behind
    Seconds p{};          ///< the middle of the P
};

/// In three leads or more; in order of time.
std::vector<BlockedPac> blocked_pacs(const Beats& beats, const Delineation& waves,
                                     const BetweenBeats& between);

/// PACNC, one episode each, as long as its P may be.
std::vector<Episode> episodes_of(const std::vector<BlockedPac>& blocked);

} // namespace ecg::analyze
