// Heart rate variability of the normal-to-normal intervals.
#pragma once

#include "model/beats.hpp"
#include "model/measurements.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace ecg::analyze {

/// One interval between two normal beats.
struct NnInterval {
    Seconds end{}; ///< time of the second beat
    Milliseconds length{};
    bool adjoins = false; ///< the interval before it in the list ends where this one begins
};

struct NnIntervals {
    std::vector<NnInterval> kept;
    std::int64_t left_out = 0; ///< RR intervals with an ectopic beat, missing signal or an artefact
};

/// The RR intervals between two N beats with no missing signal between them, below 4 s, without
/// those that differ by more than 20 % from the median of the eleven around them.
NnIntervals select_nn(const Beats& beats);

/// What follows from the intervals alone. Differences are taken between adjoining intervals only.
struct NnStatistics {
    std::int64_t intervals = 0;
    std::int64_t differences = 0;
    std::int64_t nn50 = 0;                ///< differences of more than 50 ms
    std::optional<Milliseconds> sdnn;     ///< with n - 1; from 2 intervals on
    std::optional<Milliseconds> rmssd;    ///< from 2 differences on, as the rest
    std::optional<double> pnn50;          ///< percent of the differences, not of the intervals
    std::optional<Milliseconds> sd1, sd2; ///< axes of the Poincaré cloud [brennan-2001]
};

NnStatistics describe_nn(std::span<const NnInterval> intervals);

/// SDNN, RMSSD and pNN50 over intervals between two N beats without missing signal between
/// them; LF and HF from two minutes on [task-force-1996]. Differences never cross an interval
/// that was left out. Withheld when more than 20 % of the RR intervals had to be left out.
HeartRateVariability measure_hrv(const Beats& beats);

/// Why sdnn_ms, rmssd_ms, pnn50_percent or lf_ms2 are absent in hrv; empty when none is.
std::vector<Absence> explain_hrv(const HeartRateVariability& hrv);

} // namespace ecg::analyze
