// Ventricles that fibrillate, and ventricles that stand still.
#pragma once

#include "model/beats.hpp"
#include "model/between_beats.hpp"
#include "model/rhythm.hpp"

#include <vector>

namespace ecg::analyze {

/// VF: ventricular fibrillation or flutter; what was detected as beats inside is counted, but no
/// beat.
std::vector<Episode> fibrillations(const Beats& beats, const BetweenBeats& between);

/// ASYS: no QRS for four seconds, most of it silent, between two beats or from a beat to an end of
/// what was listened to. Electrodes that are off are no asystole: there the signal is missing.
std::vector<Episode> asystoles(const Beats& beats, const BetweenBeats& between);

} // namespace ecg::analyze
