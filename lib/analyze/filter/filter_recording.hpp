// Step 1: baseline and powerline out, and a verdict on each lead.
#pragma once

#include "common/units.hpp"
#include "model/filtered_recording.hpp"
#include "model/recording.hpp"

#include <optional>

namespace ecg::analyze {

enum class Powerline { automatic, off, hz50, hz60 };

struct FilterSettings {
    Powerline powerline = Powerline::automatic;
};

/// Zero-phase filtered leads, at a rate of at least 250 Hz: slower recordings are resampled.
FilteredRecording filter_recording(const Recording& recording, const FilterSettings& settings);

} // namespace ecg::analyze
