// The mean beat of one shape: noise falls with the number of beats, the waves stay.
#pragma once

#include "model/beats.hpp"
#include "model/filtered_recording.hpp"
#include "model/marked_beat.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace ecg::analyze {

/// Absent when no beat of that shape has its window inside the recording.
std::optional<AverageBeat> average_beat(const FilteredRecording& clean, const Beats& beats,
                                        int shape);

/// Samples of one lead around index place (fractional), count of them from first before it;
/// the ends of the lead are held.
std::vector<double> aligned(const std::vector<double>& lead, double place, double first,
                            std::size_t count);

} // namespace ecg::analyze
