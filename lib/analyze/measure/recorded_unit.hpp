// Amplitudes back in the unit of the recording, when it was analysed at another scale.
#pragma once

#include "model/measurements.hpp"

#include <optional>
#include <vector>

namespace ecg::analyze {

/// What was measured on samples times scale, as it would be on the samples themselves.
Measurements in_recorded_unit(Measurements measured, double scale);
std::vector<BeatMeasurements> in_recorded_unit(std::vector<BeatMeasurements> measured,
                                               double scale);
std::optional<MedianBeat> in_recorded_unit(std::optional<MedianBeat> beat, double scale);

} // namespace ecg::analyze
