// When exactly each QRS complex is, between the samples of the recording.
#pragma once

#include "analyze/detect/activity.hpp"
#include "model/filtered_recording.hpp"

#include <vector>

namespace ecg::analyze {

/// The main deflection of each beat (indices of activity, in order) in lead II, or else the first
/// usable lead. Where the tallest deflection up and the tallest down are about equal, the time lies
/// between them, so that it does not jump from beat to beat.
std::vector<Seconds> fiducials(const FilteredRecording& clean, const Activity& activity,
                               const std::vector<std::size_t>& beats);

} // namespace ecg::analyze
