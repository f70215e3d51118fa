// Where a session stands after the lines that there are of it.
#pragma once

#include "model/session_line.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::formats {

struct SessionState {
    RecordingInfo info; ///< of the last line; start is that of sample 0 by its timestamp
    SampleRate rate{Hertz{500}};
    std::vector<LeadSignal> leads; ///< without samples; empty until a line had some
    std::int64_t lines = 0;        ///< of this session in this file
    std::int64_t next_sequence = 0;
    std::int64_t first_sample = 0; ///< of the session; 0 where its beginning is in another file
    std::int64_t next_sample = 0;
    std::int64_t gaps = 0; ///< in this file
    std::optional<SessionEnd> end;
};

/// The state with one more line, which begins a new session when its id is another. samples is the
/// number that it has in each lead.
void take_line(std::optional<SessionState>& state, const SessionLine& line, std::int64_t samples);

/// What stands behind the last whole line of a file.
enum class TailKind {
    none,
    cut_line,
    zeros, ///< a place on the disk that was never filled
    garbage
};

struct FileTail {
    TailKind kind = TailKind::none;
    std::int64_t bytes = 0;
};

/// "" for none: "cut line", "zero-filled end", "garbage".
std::string_view name_of(TailKind kind);

/// What text is that is no whole session line.
TailKind kind_of_tail(std::string_view text);

} // namespace ecg::formats
