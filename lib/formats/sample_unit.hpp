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

/// An ECG is sampled at so many Hz, or between them.
inline constexpr double lowest_rate_hz = 1;
inline constexpr double highest_rate_hz = 100'000;

constexpr bool is_sampling_rate(double hertz) {
    return hertz >= lowest_rate_hz && hertz <= highest_rate_hz;
}

} // namespace ecg::formats
