// Step 2: where the QRS complexes are, told by all usable leads together.
#pragma once

#include "model/beats.hpp"
#include "model/filtered_recording.hpp"

#include <optional>
#include <vector>

namespace ecg::analyze {

struct OddsNetwork;

struct Detection {
    Beats beats; ///< every QRS complex from 20 to 300 a minute, in order; labels are still N
    /// By lead of the recording, what a second detector of another kind finds in it alone; absent
    /// for leads that are not looked at.
    std::vector<std::optional<std::vector<Seconds>>> lead_beats;
};

/// Independent of polarity and scale. No beats when no lead is usable or nothing like a QRS stands
/// out.
Detection detect_beats(const FilteredRecording& clean, const OddsNetwork& network);
/// By the weights that come with the library.
Detection detect_beats(const FilteredRecording& clean);

} // namespace ecg::analyze
