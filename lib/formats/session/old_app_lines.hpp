// The original app's lines: no schema, no rate, no unit, each with the last seconds over again.
#pragma once

#include "common/json_reader.hpp"
#include "formats/open_recording.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ecg::formats {

/// Takes the overlap out of the lines. How many samples of a line are new is told by its
/// timestamp, and made exact where the samples before them are found in the line before.
class OldAppLines {
public:
    OldAppLines(OpenSettings settings, const std::string& name);

    /// The new samples of the line, with what else it says. Text such as "94 bpm" becomes a
    /// number; a password is not read. Throws Error{data} "where: why" when rate or unit was not
    /// given in the settings, the timestamp is missing or goes back, or the user changes.
    /// Absent for lines before the first that has samples.
    std::optional<SessionLine> add(const JsonValue& value, const std::string& where);

    /// That only its timestamp could place a line, and that aVL and aVF had to be mended.
    std::vector<std::string> take_warnings();

private:
    struct Before {
        RecordingInfo info;
        UtcTime timestamp;
        std::vector<LeadSignal> leads; ///< the whole snapshot as the app had it
        std::int64_t next_sample = 0;
    };

    Recording parse(const JsonValue& value, const std::string& where) const;
    void check(const Recording& recording, UtcTime timestamp, const std::string& where) const;
    std::int64_t advance(const Recording& recording, UtcTime timestamp, const std::string& where);
    void place(Recording& recording, UtcTime timestamp, const std::string& where);
    void mend(Recording& recording, const std::string& where);

    OpenSettings settings_;
    std::string id_;
    std::optional<Before> before_; ///< absent until a line brings samples
    std::int64_t lines_ = 0;
    std::vector<std::string> warnings_;
    bool warned_placed_ = false;
    bool warned_leads_ = false;
};

} // namespace ecg::formats
