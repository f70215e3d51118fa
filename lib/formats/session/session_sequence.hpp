// Session lines held against those before them: in order, of one rate and with the same leads.
#pragma once

#include "model/session_line.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ecg::formats {

class SessionSequence {
public:
    /// The line as it follows those before it: its info is that of the session's first line, its
    /// leads stand in that line's order, and a hole before it is among its gaps. A new session id
    /// begins anew, at any first_sample. Throws Error{data} "where: why" when lines overlap, go
    /// back, differ in rate or leads, or follow the session's end.
    SessionLine join(SessionLine line, const std::string& where);

private:
    struct Session {
        RecordingInfo info;
        SampleRate rate;
        std::vector<LeadSignal> leads; ///< without samples; empty until a line brings some
        std::vector<Gap> gaps;         ///< of the line before, as it came
        std::int64_t next_sample = 0;
        bool ended = false;
    };

    void check_place(SessionLine& line, const std::string& where) const;
    void settle_leads(Recording& recording, const std::string& where);

    std::optional<Session> session_;
};

} // namespace ecg::formats
