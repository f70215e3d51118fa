// Step 4: onsets, peaks and ends of P, QRS and T, from the mean beat of each shape to each beat.
#pragma once

#include "model/beats.hpp"
#include "model/delineation.hpp"
#include "model/filtered_recording.hpp"

namespace ecg::analyze {

class Network;

struct DelineateSettings {
    bool lead_waves; ///< of every beat, not the global ones alone
    const Network& network;
};

/// Waves of every beat. A wave is absent where it does not resemble the mean one; P is absent
/// altogether where it does not come with the QRS (AF, AV dissociation, ventricular beats).
DelineatedBeats delineate_beats(const FilteredRecording& clean, const Beats& beats,
                                const DelineateSettings& settings);

} // namespace ecg::analyze
