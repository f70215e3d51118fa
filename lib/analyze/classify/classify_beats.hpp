// Step 3: which beats are normal and which are ectopic, by shape and timing.
#pragma once

#include "model/beats.hpp"
#include "model/filtered_recording.hpp"

namespace ecg::analyze {

/// The same beats with label and shape. N: the dominant shape in time; S: the dominant shape too
/// early; V: another, wider shape. With fewer than three beats all stay N.
Beats classify_beats(const FilteredRecording& clean, const Beats& beats);

} // namespace ecg::analyze
