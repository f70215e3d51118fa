// Which P wave belongs to which beat, and which to none.
#pragma once

#include "model/beats.hpp"
#include "model/delineation.hpp"

#include <optional>
#include <vector>

namespace ecg::analyze {

/// The P waves between the beat before and this one.
struct BeatP {
    std::optional<Seconds> own;     ///< the last at a PR that may conduct
    std::optional<Milliseconds> pr; ///< from the middle of that to the onset of QRS
    std::vector<Seconds> lone;      ///< those before it
};

/// One entry a beat. p_waves are the middles of all that were found, in order.
std::vector<BeatP> own_p_waves(const Beats& beats, const Delineation& waves,
                               const std::vector<Seconds>& p_waves);

} // namespace ecg::analyze
