// Any recording, whatever its format: the content decides, not the name.
#pragma once

#include "common/units.hpp"
#include "model/session_line.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ecg::formats {

/// What a file may fail to say of itself.
struct OpenSettings {
    std::optional<Hertz> rate;      ///< where the file names none; an error where it differs
    std::string unit;               ///< "mV", "uV" or "adc:0.8" (µV a count); "" = the file's own
    std::vector<std::string> leads; ///< names of the columns, where the file has no header
};

/// A recording that is read piece by piece, so that a day takes no more memory than a minute.
class RecordingSource {
public:
    RecordingSource() = default;
    RecordingSource(const RecordingSource&) = delete;
    RecordingSource(RecordingSource&&) = delete;
    RecordingSource& operator=(const RecordingSource&) = delete;
    RecordingSource& operator=(RecordingSource&&) = delete;
    virtual ~RecordingSource() = default;

    /// The next piece, in order and without overlap; absent at the end. A new info.id begins a
    /// new recording. Throws Error{data} "file:line: why" or "file: offset n: why".
    virtual std::optional<SessionLine> next() = 0;

    /// What a person should be told, e.g. "night.jsonl:12: last line is cut", once each.
    [[nodiscard]] virtual std::vector<std::string> take_warnings() { return {}; }

    /// False when the file ends in the middle of a line or frame.
    [[nodiscard]] virtual bool complete() const { return true; }
};

/// Opens a session file, a WFDB header (its path, with or without .hea), CSV or TSV; "-" is
/// standard input (session lines or CSV). Throws Error{data} for anything else.
std::unique_ptr<RecordingSource> open_recording(const std::string& path,
                                                const OpenSettings& settings);

/// The whole of the first recording in path, in memory, with what the lines said of it.
/// Throws as open_recording and next do.
SessionLine read_recording(const std::string& path, const OpenSettings& settings);

/// The same from a source that was opened and not read yet; name begins the messages. What is to
/// be told stays with the source: take_warnings(), complete().
SessionLine read_recording(RecordingSource& source, const std::string& name);

/// The same, but of the samples only those of the first pieces that make up `enough` are kept; the
/// rest is read for what its lines say, and counted in samples_beyond.
SessionLine read_beginning(RecordingSource& source, const std::string& name, Seconds enough);

} // namespace ecg::formats
