// A recording that goes on in the file of one that was interrupted.
#pragma once

#include "acquire/session/session_file.hpp"
#include "acquire/session/session_maker.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ecg {

/// What stood in the file, locked for us and ready for the next line.
struct ResumedSession {
    acquire::SessionFile file;
    /// Absent where no line was whole: a new session begins in the file.
    std::optional<acquire::Resumption> resumption{};
    RecordingInfo info{};                ///< of the last line: id, patient, device
    SampleRate rate{Hertz{500}};         ///< that the session counts by, as are leads
    std::vector<std::string> leads{};    ///< in order; empty where no line had samples
    std::optional<std::string> report{}; ///< what was cut off, and where it is kept
};

/// Opens path and moves what stands behind its last whole line to path.partial, never over an
/// existing file. A file that is not there or empty is one to begin in. settings are for the files
/// after this one. Throws Error{data} when the session has ended, is damaged before its last line
/// or the file is another kind of file, Error{unavailable} when a process still writes it.
ResumedSession resume_session(acquire::SessionFileSettings settings, const std::string& path,
                              UtcTime now);

/// now is what the device sends: its rate, leads and info.device as the next line would have them.
/// Throws Error{data} when that is not what the session has so far; an unknown serial number is
/// taken for the same device.
void check_goes_on(const ResumedSession& before, const Recording& now);

} // namespace ecg
