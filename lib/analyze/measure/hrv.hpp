// Heart rate variability of the normal-to-normal intervals [task-force-1996].
#pragma once

#include "model/beats.hpp"
#include "model/hrv.hpp"
#include "model/measurements.hpp"
#include "model/rhythm.hpp"

#include <vector>

namespace ecg::analyze {

/// What is left out comes first: intervals at a beat that is not N, across missing signal, in
/// fibrillation or flutter, and those that no neighbour is like; differences never cross one.
/// Everything is withheld when too many were left out, and what takes a longer recording, when this
/// one is too short: the limits are the hrv- rows of ecg-criteria(7).
HeartRateVariability measure_hrv(const Beats& beats, const Rhythm& rhythm = {},
                                 const HrvSettings& settings = {});

/// Why numbers of hrv are absent, by their keys in ecg-analysis(5); what hrv.welch lacks,
/// hrv.lomb_scargle lacks for the same reason.
std::vector<Absence> explain_hrv(const HeartRateVariability& hrv);

} // namespace ecg::analyze
