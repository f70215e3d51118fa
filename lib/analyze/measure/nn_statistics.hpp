// What the NN intervals say without a spectrum: spread, differences, histogram [task-force-1996].
#pragma once

#include "analyze/measure/nn_intervals.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace ecg::analyze {

/// Deviations are taken with n - 1, differences between adjoining intervals only.
struct NnStatistics {
    std::int64_t intervals = 0;
    std::int64_t differences = 0;
    std::int64_t nn50 = 0;                   ///< differences of more than 50 ms
    std::optional<Milliseconds> mean;        ///< from 1 interval on
    std::optional<Milliseconds> sdnn;        ///< from 2 intervals on
    std::optional<Milliseconds> rmssd, sdsd; ///< from 2 differences on, as what follows
    std::optional<double> pnn50;             ///< percent of the differences, not of the intervals
    std::optional<Milliseconds> sd1, sd2;    ///< axes of the Poincaré cloud [brennan-2001]
};

NnStatistics describe_nn(std::span<const NnInterval> intervals, const HrvSettings& settings);

/// SDANN, the deviation of the means of five minutes, from two such segments on; and the SDNN
/// index, the mean of their SDNN, from one on. Segments follow one another from the first beat on;
/// one that is not filled to a half does not count.
struct SegmentStatistics {
    std::optional<Milliseconds> sdann, sdnn_index;
    std::int64_t segments = 0;
};

SegmentStatistics describe_segments(std::span<const NnInterval> intervals,
                                    const HrvSettings& settings);

/// Of the histogram of all lengths, whose bins begin at 0. Absent without intervals.
struct HistogramStatistics {
    std::optional<double> triangular_index; ///< intervals over the highest bin's
    std::optional<Milliseconds> tinn;       ///< base of the triangle over the highest bin that
                                            ///< leaves the least squares
};

HistogramStatistics describe_histogram(std::span<const NnInterval> intervals,
                                       const HrvSettings& settings);

} // namespace ecg::analyze
