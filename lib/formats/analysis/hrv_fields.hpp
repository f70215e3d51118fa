// Heart rate variability as JSON.
#pragma once

#include "common/json_reader.hpp"
#include "common/json_writer.hpp"
#include "model/hrv.hpp"

#include <string>
#include <string_view>

namespace ecg::formats {

/// What of the method is no number, in the words of JSON and of the explanation.
namespace hrv_method {
inline constexpr std::string_view resampling = "cubic spline";
inline constexpr std::string_view bridging = "straight line";
inline constexpr std::string_view welch_window = "hann";
inline constexpr std::string_view welch_detrend = "mean";
inline constexpr std::string_view lomb_scargle_window = "none";
inline constexpr std::string_view lomb_scargle_detrend = "line";
inline constexpr double overlap = 0.5;
} // namespace hrv_method

/// A member "hrv".
void write_hrv(JsonWriter& json, const HeartRateVariability& hrv);

/// Throws Error{data} "subject: why".
HeartRateVariability read_hrv(const JsonValue& object, const std::string& subject);

} // namespace ecg::formats
