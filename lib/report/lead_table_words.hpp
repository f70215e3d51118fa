// The words in the cells of the table of leads.
#pragma once

#include "model/filtered_recording.hpp"
#include "model/measurements.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ecg::report {

/// What stands for a value that is absent.
inline constexpr std::string_view dash = "–";

/// "−0.12", always with all its decimals, so that numbers stand under each other.
std::string fixed_words(double value, int decimals);

/// The same, or a dash.
std::string millivolt_words(const std::optional<Millivolts>& value, int decimals = 2);

/// An uncertainty: "0.012", "< 0.001"; it is never nothing.
std::string spread_words(const std::optional<Millivolts>& value);

/// "94"
std::string millisecond_words(const std::optional<Milliseconds>& value);

/// How many notches the QRS has.
std::string notch_words(const LeadMeasurements& lead);

/// "good", "fair" or "bad"
std::string verdict_words(Verdict verdict);

/// Whether anything was measured in the lead: it has a level at the J point then.
bool is_measured(const LeadMeasurements& lead);

} // namespace ecg::report
