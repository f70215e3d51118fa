// The mean of beats that look alike: noise falls with their number, the waves stay.
#pragma once

#include "model/beats.hpp"
#include "model/filtered_recording.hpp"
#include "model/marked_beat.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace ecg::analyze {

/// How far a mean beat reaches to either side of its fiducial at most; less at a fast heart.
inline constexpr Seconds most_before{0.5}; // holds a P wave at a PR of 400 ms
inline constexpr Seconds most_after{0.78}; // holds a T wave at a QT of 700 ms

/// The mean of the beats whose indices are given, of those whose window lies inside the recording
/// and that are not far from the others. Absent when there is none.
std::optional<AverageBeat> average_beat(const FilteredRecording& clean, const Beats& beats,
                                        const std::vector<std::size_t>& indices);

} // namespace ecg::analyze
