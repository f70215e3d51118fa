// The "analysis" of a session line: its beats, and on the last line the whole recording's.
#pragma once

#include "common/json_reader.hpp"
#include "common/json_writer.hpp"
#include "model/session_line.hpp"

#include <string>

namespace ecg::formats {

/// The member "analysis"; nothing when the line has neither.
void write_line_analysis(JsonWriter& json, const SessionLine& line);

/// Fills line.analysis and line.summary from the member "analysis". Throws Error{data}.
void read_line_analysis(const JsonValue& object, SessionLine& line, const std::string& subject);

} // namespace ecg::formats
