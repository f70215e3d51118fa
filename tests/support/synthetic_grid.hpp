// Synthetic ECGs with known truth, analysed, and how far off each measurement was.
#pragma once

#include "synth/settings.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ecg::test {

/// One synthetic recording of the grid.
struct GridCase {
    double rate_hz;
    double heart_rate_bpm;
    double axis_deg;
    bool noisy; ///< 30 µV white noise and 0.2 mV of wander
};

/// Absolute errors; absent when the analysis has no such value.
struct GridErrors {
    std::int64_t missed = 0;   ///< true beats without a detected one within 75 ms
    std::int64_t invented = 0; ///< detected beats without a true one
    std::optional<double> heart_rate_bpm, pr_ms, qrs_ms, qt_ms, axis_deg, st_mv;
};

/// What the errors may be on clean signals, twice that on noisy ones; wider at 80 Hz.
struct GridLimits {
    double heart_rate_bpm, pr_ms, qrs_ms, qt_ms, axis_deg, st_mv;
};

GridLimits limits_for(const GridCase& one);

/// Rates 80 to 1000 Hz, 40 to 180 a minute, three axes.
std::vector<GridCase> grid(bool noisy);

synth::SynthSettings settings_for(const GridCase& one);

/// Synthesizes, analyses and compares.
GridErrors measure_errors(const GridCase& one);

/// "80 Hz, 60/min, axis 60, noisy"
std::string name_of(const GridCase& one);

} // namespace ecg::test
