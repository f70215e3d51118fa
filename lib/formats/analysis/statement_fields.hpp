// Rhythm, findings, signal quality, electrodes and filters as members of a JSON object.
#pragma once

#include "common/json_reader.hpp"
#include "common/json_writer.hpp"
#include "model/analysis.hpp"

#include <string>
#include <vector>

namespace ecg::formats {

/// Each writer adds one member to the open object; each reader gives what it wrote, or a
/// default when the member is missing, and throws Error{data} "subject: why".
void write_rhythm(JsonWriter& json, const Rhythm& rhythm);
Rhythm read_rhythm(const JsonValue& object, const std::string& subject);

void write_findings(JsonWriter& json, const Findings& findings);
Findings read_findings(const JsonValue& object, const std::string& subject);

void write_quality(JsonWriter& json, const std::vector<LeadQuality>& quality);
std::vector<LeadQuality> read_quality(const JsonValue& object, const std::string& subject);

void write_electrodes(JsonWriter& json, const std::vector<Electrode>& electrodes);
std::vector<Electrode> read_electrodes(const JsonValue& object, const std::string& subject);

void write_filters(JsonWriter& json, const FilterSummary& filters);
FilterSummary read_filters(const JsonValue& object, const std::string& subject);

} // namespace ecg::formats
