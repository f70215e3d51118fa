// Synthetic recordings to learn from, each another heart, rhythm, rate and noise.
#pragma once

#include "synth/settings.hpp"

namespace ecg::training {

/// The same settings for the same number on every platform.
synth::SynthSettings synthetic_settings(int number);

} // namespace ecg::training
