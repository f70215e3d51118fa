// Session lines in: ecg.session/1 and what the original app wrote, as ecg-session(5) has it.
#pragma once

#include "common/files.hpp"
#include "common/json_reader.hpp"
#include "formats/open_recording.hpp"
#include "formats/session/old_app_lines.hpp"
#include "formats/session/session_sequence.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ecg::formats {

/// Whether a file that begins so is one of session lines: its first character is a brace.
bool looks_like_session(std::string_view first_bytes);

/// Reads one session line after the other; blank lines are passed over, a cut last line is told
/// by take_warnings() and complete(). Throws Error{data} "file:line: why" from next().
std::unique_ptr<RecordingSource> open_session(LineReader lines, const OpenSettings& settings);

/// Lines of both kinds, told apart by "schema", each joined to those before it.
class SessionLines {
public:
    /// name is the file's, for its old lines have no session id.
    SessionLines(OpenSettings settings, std::string name)
        : settings_{std::move(settings)}, name_{std::move(name)}, old_app_{settings_, name_} {}

    /// Absent for a line of the original app before the first that has samples.
    /// Throws Error{data} "where: why".
    std::optional<SessionLine> add(const JsonValue& value, const std::string& where);

    std::vector<std::string> take_warnings() { return old_app_.take_warnings(); }

private:
    OpenSettings settings_;
    std::string name_;
    SessionSequence sequence_;
    OldAppLines old_app_;
};

} // namespace ecg::formats
