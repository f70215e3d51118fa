// Where a session file stands that may have been cut, without reading its samples.
#pragma once

#include "formats/session/session_state.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace ecg::formats {

struct SessionFileState {
    std::optional<SessionState> session; ///< the last one; absent when no line is whole
    std::int64_t whole_bytes = 0;        ///< where the last whole line ends
    FileTail tail;                       ///< what stands behind it
};

/// Of lines as append_session_line() wrote them only what stands around the samples is parsed, so
/// this is about as fast as the file can be read, and takes the memory of one line. A damaged line
/// with a whole one behind it throws Error{data}: it takes a mended copy to go on there.
SessionFileState find_session_state(const std::string& path);

} // namespace ecg::formats
