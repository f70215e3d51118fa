// Short stretches of a recording that may be too long to be in memory.
#pragma once

#include "model/between_beats.hpp"
#include "model/recording.hpp"

#include <functional>
#include <string>
#include <vector>

namespace ecg::report {

/// The whole of a recording as rhythm strips need it.
struct LongSignal {
    /// The leads of strip_leads() between two moments since the session began, as far as the
    /// recording goes; gaps and electrodes_off are those that touch it.
    std::function<Recording(Stretch)> read;
    std::vector<Gap> gaps; ///< all of them
};

/// The leads that strips show: both where no more than two were recorded, else wanted or, where it
/// was not, II, V1, V5 or the first.
std::vector<std::string> strip_leads(const Recording& recording, Lead wanted);

/// Of a recording that is in memory, which must outlive it.
LongSignal long_signal(const Recording& recording, Lead wanted);

/// From the first sample to the end, with what was not kept; since the session began.
Stretch whole_of(const Recording& recording);

} // namespace ecg::report
