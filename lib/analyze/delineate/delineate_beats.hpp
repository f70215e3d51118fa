// Step 4: onsets, peaks and ends of P, QRS and T, from the mean beat of each shape to each beat.
#pragma once

#include "model/beats.hpp"
#include "model/delineation.hpp"
#include "model/filtered_recording.hpp"

namespace ecg::analyze {

/// Waves of every beat. A wave is absent where it does not resemble the mean one; P is absent
/// altogether where it does not come with the QRS (AF, AV dissociation, ventricular beats).
DelineatedBeats delineate_beats(const FilteredRecording& clean, const Beats& beats,
                                bool lead_waves);

} // namespace ecg::analyze
