// Step 6: what the rhythm is, and the single beats that break it.
#pragma once

#include "model/beats.hpp"
#include "model/delineation.hpp"
#include "model/measurements.hpp"
#include "model/rhythm.hpp"

namespace ecg::analyze {

/// First the episodes of one rhythm that cover the recording from the first beat to the last (SR,
/// SBRAD, STACH, SARRH, AFIB, SVTAC, WQT, IRREG, REGUL, PACE); then, by time, what breaks it: PVC
/// and PAC beat by beat, BIGU, TRIGU, VCPL, VT, NSVT, AIVR, IVR, PACE and PAUSE. name is the code
/// that lasts longest, "" with fewer than three beats.
Rhythm name_rhythm(const Beats& beats, const Delineation& waves, const Measurements& measured);

} // namespace ecg::analyze
