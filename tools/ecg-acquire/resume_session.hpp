// A recording that goes on in the file of one that was interrupted.
#pragma once

#include "acquire/session/line_file.hpp"
#include "acquire/session/session_maker.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ecg {

/// What stood in the file, locked for us and ready for the next line.
struct ResumedSession {
    acquire::LineFile file;
    /// Absent where no line was whole: a new session begins in the file.
    std::optional<acquire::Resumption> resumption{};
    RecordingInfo info{};                ///< of the last line: id, patient, device
    SampleRate rate{Hertz{500}};         ///< that the session counts by, as are leads
    std::vector<std::string> leads{};    ///< in order; empty where no line had samples
    std::string path{};                  ///< as the user wrote it
    std::optional<std::string> report{}; ///< what was cut off, and where it is kept
};

/// Opens path and moves what stands behind its last whole line to path.partial, never over an
/// existing file. A file that is not there or empty is one to begin in. Throws Error{data} when the
/// session has ended or stopped more than a day before now, is damaged before its last line, or the
/// file is another kind of file; Error{unavailable} when a process still writes it.
ResumedSession resume_session(const std::string& path, UtcTime now);

/// settings with the id, patient and rate of the session; where that is not the device's own, it is
/// measured anew. Throws Error{data} when driver, serial number or a rate that the user gave are
/// not the session's; an unknown serial number is taken for the same device.
acquire::SessionSettings settings_to_go_on(acquire::SessionSettings settings,
                                           const ResumedSession& before);

/// To be asked before the first line is written. Throws Error{data} when the serial number that the
/// device said, its rate or its leads are not those of the session so far.
void check_goes_on(const ResumedSession& before, const Recording& now);

} // namespace ecg
