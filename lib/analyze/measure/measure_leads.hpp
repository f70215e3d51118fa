// Amplitudes, durations and ST levels of each lead of the representative beat.
#pragma once

#include "model/filtered_recording.hpp"
#include "model/marked_beat.hpp"
#include "model/measurements.hpp"

#include <vector>

namespace ecg::analyze {

/// One entry a lead; everything absent in a lead that is not usable.
std::vector<LeadMeasurements> measure_leads(const MarkedBeat& marked,
                                            const std::vector<LeadSignal>& leads);

/// How a level is read off a lead: as the mean over a period of the fastest oscillation that the
/// recording can hold, so that the ringing of a slow recording beside its QRS cancels.
struct LevelReading {
    double rate_hz = 0;
    double recorded_hz = 0; ///< before resampling

    /// Mean over the stretch that ends at index (for the ground before QRS onset).
    [[nodiscard]] double before(const std::vector<double>& lead, double index) const;
    /// The level at index as the stretch behind it tells (for the J point).
    [[nodiscard]] double behind(const std::vector<double>& lead, double index) const;
    /// Mean over the stretch around index.
    [[nodiscard]] double around(const std::vector<double>& lead, double index) const;
};

} // namespace ecg::analyze
