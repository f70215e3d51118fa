// Step 8: what the numbers mean, each statement with its measured reason.
#pragma once

#include "model/electrodes.hpp"
#include "model/filtered_recording.hpp"
#include "model/findings.hpp"
#include "model/measurements.hpp"
#include "model/patient.hpp"
#include "model/rhythm.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace ecg::analyze {

/// What interpret looks at.
struct Evidence {
    const Measurements& measured;
    const Rhythm& rhythm;
    const std::vector<LeadQuality>& quality;
    const Patient& patient;
    double rate_hz; ///< of the recording: below 250 Hz the bandwidth is a finding of its own
    std::vector<Electrode> electrodes{};
    std::optional<std::int64_t> averaged{}; ///< beats that the shape is taken from
    std::optional<Hertz> low_pass{};        ///< of the filters; absent: half of rate_hz
};

/// Findings from the most to the least severe. Nothing is said of a value that is absent.
Findings interpret(const Evidence& evidence);

} // namespace ecg::analyze
