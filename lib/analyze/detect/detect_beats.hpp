// Step 2: where the QRS complexes are, told by all usable leads together.
#pragma once

#include "model/beats.hpp"
#include "model/filtered_recording.hpp"

namespace ecg::analyze {

/// Every QRS complex from 20 to 300 a minute, in order; labels are still N. Independent of
/// polarity and scale. Empty when no lead is usable or nothing like a QRS stands out.
Beats detect_beats(const FilteredRecording& clean);

} // namespace ecg::analyze
