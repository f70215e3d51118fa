// Step 7: what the rhythm is, and the single beats that break it.
#pragma once

#include "model/beats.hpp"
#include "model/between_beats.hpp"
#include "model/delineation.hpp"
#include "model/measurements.hpp"
#include "model/rhythm.hpp"

namespace ecg::analyze {

/// First the episodes of one rhythm that cover the recording from the first beat to the last (SR,
/// SBRAD, STACH, SARRH, AFIB, AFLT, SVTAC, WQT, JR, AJR, IVR, AIVR, 3AVB, IRREG, REGUL, PACE),
/// parted where the ventricles fibrillate; then, by time, what breaks it: PVC and PAC beat by beat,
/// BIGU, TRIGU, VCPL, VT, NSVT, AIVR, IVR, PSVT, PACE, PACNC, PAUSE, 2AVB1, 2AVB2, 2T1, HAVB, VF
/// and ASYS. name is the code that lasts longest, "" with fewer than three beats.
Rhythm name_rhythm(const Beats& beats, const Delineation& waves, const Measurements& measured,
                   const BetweenBeats& between);

} // namespace ecg::analyze
