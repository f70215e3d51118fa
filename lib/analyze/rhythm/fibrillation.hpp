// Atrial fibrillation, beat by beat: no P that repeats, and intervals unlike each other.
#pragma once

#include "analyze/rhythm/rhythm_signs.hpp"

#include <vector>

namespace ecg::analyze {

/// Natural log odds that beats with these signs fibrillate.
double fibrillation_odds(const RhythmSigns& signs);

/// Whether each beat of part fibrillates: the course of yes and no that the odds of the dozen beats
/// around each speak for, when every change from one to the other has its price, and of each run of
/// yes the whole.
std::vector<bool> find_fibrillation(const Beats& beats, const Delineation& waves, BeatRange part);

/// count beats around place, moved inward at the ends of part.
BeatRange around(std::size_t place, std::size_t count, BeatRange part);

} // namespace ecg::analyze
