// Ventricles that fibrillate, and ventricles that are silent.
#pragma once

#include "analyze/between/slow_signal.hpp"
#include "model/between_beats.hpp"

#include <vector>

namespace ecg::analyze {

/// Where most leads are one restless wave of 3 to 9 Hz: half a period later each sample is
/// nearly cancelled [kuo-1978], none of the signal rests near zero, and none of its slopes
/// stands out as those of a QRS do. Four seconds at least.
std::vector<Stretch> fibrillating(const SlowSignal& signal);

/// How much each lead of a recording usually moves around a beat, mV; 0 where that is not known.
using QrsHeights = std::vector<double>;

/// Where for two seconds or more no lead moves by a fifth of what it usually does around a beat.
/// The heights hold what earlier minutes showed, so that a minute of noise is known as such, and
/// learn from the beats of the dominant shape. Empty without beats.
std::vector<Stretch> silent(const SlowSignal& signal, const Beats& beats, QrsHeights& heights);

/// The beats without those in four seconds of silence or more that look like no other: noise that
/// passed for beats.
Beats without_noise(const Beats& beats, const std::vector<Stretch>& silence);

} // namespace ecg::analyze
