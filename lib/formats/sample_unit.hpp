// The unit of a file's samples, and what makes millivolts of them.
#pragma once

#include <optional>
#include <string_view>

namespace ecg::formats {

/// Millivolts a unit: 1 for "mV", 0.001 for "uV" and "µV", 1000 for "V", and 0.0008 for
/// "adc:0.8", counts of 0.8 µV each. Case does not matter. Absent for anything else.
std::optional<double> millivolts_per(std::string_view unit);

/// The units as an error message lists them.
inline constexpr std::string_view known_units = "mV, uV, V or adc:MICROVOLTS";

/// A sample beyond this many mV, either way, is no heart's and no amplifier's.
inline constexpr double largest_millivolts = 1e6;

/// Whether an ECG can be sampled at so many Hz; not at 0, below 0 or beyond 100 kHz.
constexpr bool is_sampling_rate(double hertz) {
    return hertz >= 1 && hertz <= 100'000;
}

} // namespace ecg::formats
