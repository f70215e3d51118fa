// Atrial activity that never stops: f waves and flutter waves.
#pragma once

#include "synth/settings.hpp"
#include "synth/signal_source.hpp"

namespace ecg::synth {

/// f waves in fibrillation, a saw-tooth in flutter; null in any other rhythm.
SourcePointer atrial_waves(const SynthSettings& settings);

} // namespace ecg::synth
