// Single beats and short runs that break the rhythm, and pauses.
#pragma once

#include "model/beats.hpp"
#include "model/delineation.hpp"
#include "model/rhythm.hpp"

#include <vector>

namespace ecg::analyze {

/// PVC and PAC, one episode a beat, in order of time.
std::vector<Episode> ectopic_beats(const Beats& beats, const Delineation& waves);

/// BIGU and TRIGU: every second or third beat ectopic, three times or more on end.
std::vector<Episode> ectopic_patterns(const Beats& beats);

/// Ventricular beats on end: VCPL (two); VT, NSVT (below 30 s), AIVR or IVR by their rate. At least
/// half of the beats must look alike; VCPL, VT and NSVT begin early and outrun the rhythm around.
std::vector<Episode> ventricular_runs(const Beats& beats);

/// PSVT: three supraventricular beats on end or more, faster than 100 a minute.
std::vector<Episode> supraventricular_runs(const Beats& beats);

/// PAUSE: intervals of more than 2 s without missing signal, from beat to beat.
std::vector<Episode> pauses(const Beats& beats);

} // namespace ecg::analyze
