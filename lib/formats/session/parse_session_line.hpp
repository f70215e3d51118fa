// One session line as it stands, before it is held against its neighbours.
#pragma once

#include "common/json_reader.hpp"
#include "formats/open_recording.hpp"

#include <string>
#include <vector>

namespace ecg::formats {

/// A line of ecg.session/1. Rate and unit come from settings where the line lacks them.
/// info.start is that of sample 0. Throws Error{data} "where: why".
SessionLine parse_session_line(const JsonValue& value, const OpenSettings& settings,
                               const std::string& where);

/// The leads of "ecg_snapshot" in mV; empty when there is none. unit "" is not known.
/// Throws Error{data} for unequal lengths, values that are no numbers and the like.
std::vector<LeadSignal> parse_snapshot(const JsonValue& line, const std::string& unit,
                                       const std::string& where);

/// The moment of a timestamp. Absent when it cannot be read, or lies outside the years 1000 to
/// 8999, where the moments of a long session could no longer be written.
std::optional<UtcTime> parse_timestamp(const std::string& text);

} // namespace ecg::formats
