// The heart rate while a recording runs, by the detector of the analysis.
#pragma once

#include "acquire/view/signal_window.hpp"
#include "common/units.hpp"

#include <optional>

namespace ecg {

/// From the median interval of the beats in the last 10 s of up to three leads. Absent where it
/// cannot be measured: too little signal, too few beats, or none where the next should have been.
std::optional<BeatsPerMinute> heart_rate_of(const acquire::SignalWindow& window);

} // namespace ecg
