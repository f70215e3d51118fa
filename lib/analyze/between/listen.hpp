// Step 5: what the recording shows besides its beats.
#pragma once

#include "analyze/between/slow_signal.hpp"
#include "model/beats.hpp"
#include "model/between_beats.hpp"
#include "model/delineation.hpp"

#include <vector>

namespace ecg::analyze {

/// What lies in `over`; the signal around it helps to see. silence is handed on. All else is empty
/// without a lead.
BetweenBeats listen_between(SlowSignal signal, const Beats& beats, const Delineation& waves,
                            const std::vector<Stretch>& silence, Stretch over);

} // namespace ecg::analyze
