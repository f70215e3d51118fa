// How far a lead's beats can be trusted: whether two detectors agree on them.
#pragma once

#include "analyze/detect/detect_beats.hpp"
#include "model/filtered_recording.hpp"
#include "model/measurements.hpp"

#include <optional>
#include <vector>

namespace ecg::analyze {

/// Times in order, of which `from` belongs to it and `to` does not.
struct SqiWindow {
    Seconds from{};
    Seconds to{};
};

/// Of the beats that either list has in the window, the share that both have, within 150 ms
/// [li-2008]. Absent for fewer than two beats.
std::optional<double> beat_sqi(const std::vector<Seconds>& first,
                               const std::vector<Seconds>& second, SqiWindow window);

/// The same verdicts with the beat index of each lead over the time `whole`: the beats of all leads
/// together against those that the second detector finds in that lead alone.
std::vector<LeadQuality> with_beat_sqi(std::vector<LeadQuality> quality, const Detection& detection,
                                       SqiWindow whole);

/// Why usable leads have no beat index, where they have none.
std::optional<Absence> missing_beat_sqi(const std::vector<LeadQuality>& quality);

} // namespace ecg::analyze
