// Which signals of a WFDB record are read as leads, and how they are named.
#pragma once

#include "formats/open_recording.hpp"
#include "formats/wfdb/header.hpp"
#include "model/recording.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace ecg::formats {

/// The leads of a recording are equally long, so they are the voltages of one rate: the highest
/// at which the record has a standard lead, or any voltage when it has no standard lead.
struct SignalChoice {
    std::vector<std::size_t> signals; ///< indices into the header's
    std::vector<LeadSignal> leads;    ///< their names, without samples
    std::int64_t samples_per_frame = 1;
    std::vector<std::string> warnings; ///< names what is left out, and what is uncalibrated
};

/// subject begins the warnings.
SignalChoice choose_signals(const WfdbHeader& header, const OpenSettings& settings,
                            const std::string& subject);

} // namespace ecg::formats
