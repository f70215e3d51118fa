// What a plan of beats makes true of the signal.
#pragma once

#include "synth/beat_model.hpp"
#include "synth/rhythm_plan.hpp"
#include "synth/settings.hpp"
#include "synth/truth.hpp"

namespace ecg::synth {

/// Everything of Truth but id and samples.
Truth find_truth(const SynthSettings& settings, const BeatModel& model, const RhythmPlan& plan);

} // namespace ecg::synth
