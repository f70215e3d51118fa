// What the ventricles do when no beats can be told apart, and the spikes of a pacemaker.
#pragma once

#include "synth/rhythm_plan.hpp"
#include "synth/settings.hpp"
#include "synth/signal_source.hpp"

namespace ecg::synth {

/// Flutter or fibrillation of the ventricles; nullptr in any other rhythm.
SourcePointer ventricular_waves(const SynthSettings& settings);

/// Rectangles of 1.5 ms, each sample the mean over its own time, as a recorder with a filter of
/// that width has it; nullptr where the plan has none. The plan must outlive the source.
SourcePointer pacing_spikes(const SynthSettings& settings, const RhythmPlan& plan);

} // namespace ecg::synth
