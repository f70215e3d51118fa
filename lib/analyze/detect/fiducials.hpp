// When exactly each QRS complex is, between the samples of the recording.
#pragma once

#include "analyze/detect/activity.hpp"
#include "model/filtered_recording.hpp"

#include <vector>

namespace ecg::analyze {

/// The main deflection of each beat (indices of activity, in order), by all leads together. Each
/// lead counts by its weight and looks for the deflection that most of its beats have, up or down.
std::vector<Seconds> fiducials(const FilteredRecording& clean, const Activity& activity,
                               const std::vector<std::size_t>& beats);

} // namespace ecg::analyze
