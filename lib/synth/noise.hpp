// The noises of a real recording.
#pragma once

#include "common/units.hpp"
#include "synth/settings.hpp"
#include "synth/signal_source.hpp"

#include <vector>

namespace ecg::synth {

/// Those that settings ask for, electrodes off among them. qrs_rms is of lead II over the QRS of
/// a conducted beat; the electrode motion is made to its ratio.
std::vector<SourcePointer> noise_sources(const SynthSettings& settings, Millivolts qrs_rms);

SourcePointer make_wander(const SynthSettings& settings);
SourcePointer make_powerline(const SynthSettings& settings);
SourcePointer make_muscle(const SynthSettings& settings);
SourcePointer make_muscle_bursts(const SynthSettings& settings);
SourcePointer make_motion(const SynthSettings& settings, Millivolts rms_in_ii);

/// What all leads take up while the right leg's electrode is off.
SourcePointer make_floating(const SynthSettings& settings);

} // namespace ecg::synth
