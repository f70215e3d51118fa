// Analysis lines: ecg.analysis/1, as ecg-analysis(5) has it.
#pragma once

#include "common/json_reader.hpp"
#include "common/json_writer.hpp"
#include "model/analysis.hpp"
#include "model/session_line.hpp"

#include <string>

namespace ecg::formats {

/// Appends one line with its LF: what ecg-analyze --summary prints.
void append_analysis_line(std::string& out, const Analysis& analysis);

/// The analysis as a JSON object, for the last line of a session.
void write_analysis(JsonWriter& json, const Analysis& analysis);

/// What write_analysis wrote. Throws Error{data} "subject: why" when it is none.
Analysis read_analysis(const JsonValue& value, const std::string& subject);

/// One JSON object a beat, with its LF: what ecg-analyze --beats prints.
void append_beat_lines(std::string& out, const Analysis& analysis);

/// A header line and one row a beat, comma-separated.
void append_beat_csv(std::string& out, const Analysis& analysis, bool with_header);

/// {"record","t":[s…],"cls":"NNV…"}: one line for a beat scorer.
void append_beat_score_line(std::string& out, const Analysis& analysis);

/// {"record","lead","P_on":[s…] …}: one line a lead, and one for lead "global".
void append_wave_score_lines(std::string& out, const Analysis& analysis);

} // namespace ecg::formats
