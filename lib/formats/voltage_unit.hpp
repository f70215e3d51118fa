// Units of voltage as files and flags write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ecg::formats {

/// Millivolts in one unit: 1 for "mV", 0.001 for "uV" or "µV", any case. Absent for what is no
/// voltage, such as "mmHg".
std::optional<double> millivolts_in(std::string_view unit);

/// Millivolts in one number of a file, by OpenSettings::unit: "mV", "uV", "adc:0.8" (µV a count).
/// Throws Error{usage} for anything else.
double millivolts_by_setting(const std::string& unit);

} // namespace ecg::formats
