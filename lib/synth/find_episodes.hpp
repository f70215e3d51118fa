// Which rhythm there truly is, and from when to when.
#pragma once

#include "synth/rhythm_plan.hpp"
#include "synth/truth.hpp"

#include <string>
#include <vector>

namespace ecg::synth {

/// As TrueEpisode has it; beats are those within the recording.
std::vector<TrueEpisode> find_episodes(const SynthSettings& settings, const RhythmPlan& plan,
                                       const std::vector<TrueBeat>& beats);

/// As Truth::rhythm has it.
std::string prevailing_rhythm(const std::vector<TrueEpisode>& episodes);

} // namespace ecg::synth
