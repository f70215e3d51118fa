// P waves that the ventricles do not follow.
#pragma once

#include "model/beats.hpp"
#include "model/between_beats.hpp"
#include "model/delineation.hpp"
#include "model/rhythm.hpp"

#include <vector>

namespace ecg::analyze {

/// 2AVB1 (the PR grows up to the P that is dropped, and is shorter behind it), 2AVB2 (it does not
/// change), 2T1 (every second P is dropped), HAVB (two or more in a row) and 3AVB (P and QRS each
/// keep their own time). A dropped P stands behind the T of the beat before, where the P waves
/// around have it stand; and most intervals as long as that hold one. In fewer than three leads one
/// more must be dropped, and 3AVB is not told. In order of time.
std::vector<Episode> av_blocks(const Beats& beats, const Delineation& waves,
                               const BetweenBeats& between);

} // namespace ecg::analyze
