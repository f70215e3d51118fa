// Heart rate variability of the normal-to-normal intervals.
#pragma once

#include "model/beats.hpp"
#include "model/measurements.hpp"

namespace ecg::analyze {

/// SDNN, RMSSD and pNN50 over intervals between two N beats without missing signal between
/// them; LF and HF from two minutes on [task-force-1996]. Differences never cross an interval
/// that was left out.
HeartRateVariability measure_hrv(const Beats& beats);

} // namespace ecg::analyze
