// Which electrodes are off, from which leads have no signal.
#pragma once

#include "model/electrodes.hpp"
#include "model/filtered_recording.hpp"

#include <vector>

namespace ecg::analyze {

/// One entry for each electrode that a lead of quality is taken from, RA LA LL V1 … V6 in this
/// order: the fewest whose loss explains the leads that are off. RL is part of no lead.
std::vector<Electrode> judge_electrodes(const std::vector<LeadQuality>& quality);

} // namespace ecg::analyze
