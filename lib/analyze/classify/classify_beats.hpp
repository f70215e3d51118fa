// Step 3: which beats are normal and which are ectopic, by shape and timing.
#pragma once

#include "analyze/classify/beat_signs.hpp"
#include "model/beats.hpp"
#include "model/filtered_recording.hpp"

namespace ecg::analyze {

struct ClassNetworks;

/// The same beats with label and shape. Q: what has the spike of a paced beat, see find_paced, or
/// the shape of such; V: what looks ventricular, by itself and as its shape does as a rule; S: of
/// the rest, those that come too early and those of a sudden run. With fewer than three beats all
/// stay N. The memory holds what earlier minutes showed and learns from this.
Beats classify_beats(const FilteredRecording& clean, const Beats& beats, BeatMemory& memory,
                     const ClassNetworks& networks);

/// A recording that nothing was seen of before, by the networks that come with the library.
Beats classify_beats(const FilteredRecording& clean, const Beats& beats);

} // namespace ecg::analyze
