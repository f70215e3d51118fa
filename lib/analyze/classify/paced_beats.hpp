// Which beats look paced: a narrow spike stands before them at a fixed distance.
#pragma once

#include "model/beats.hpp"
#include "model/filtered_recording.hpp"

#include <vector>

namespace ecg::analyze {

/// By beat. True only where spikes stand before two fifths of the beats and at least four of them:
/// what is sampled so slowly can suggest pacing, never exclude it. None below 250 Hz.
std::vector<bool> find_paced(const FilteredRecording& clean, const Beats& beats);

} // namespace ecg::analyze
