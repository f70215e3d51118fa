// Measurements and the median beat as members of a JSON object.
#pragma once

#include "common/json_reader.hpp"
#include "common/json_writer.hpp"
#include "model/measurements.hpp"

#include <optional>
#include <string>

namespace ecg::formats {

/// Members of the open object: intervals, axes, "hrv", "leads", "absences".
void write_measurements(JsonWriter& json, const Measurements& measurements);
/// Throws Error{data} "subject: why".
Measurements read_measurements(const JsonValue& object, const std::string& subject);

/// qtc_bazett_ms and its kin.
void write_corrected_qt(JsonWriter& json, const CorrectedQt& qtc);
CorrectedQt read_corrected_qt(const JsonValue& object, const std::string& subject);

/// A member "median_beat".
void write_median_beat(JsonWriter& json, const MedianBeat& beat);
/// Absent when the object has none. Throws Error{data} when its leads are unequally long.
std::optional<MedianBeat> read_median_beat(const JsonValue& object, const std::string& subject);

} // namespace ecg::formats
