// A session file that was cut or damaged, as one that readers take for whole.
#pragma once

#include "formats/session/session_state.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::formats {

/// What came of it.
struct Recovery {
    SessionState session; ///< the file's last; end is the one that it has now
    std::int64_t kept_lines = 0;
    std::int64_t kept_bytes = 0;
    std::int64_t left_out_lines = 0; ///< damaged, with their line ends
    std::int64_t left_out_bytes = 0; ///< of them, and of damage in front of whole lines
    std::vector<std::string> damage; ///< "night.jsonl:12: is not valid JSON", the first few
    FileTail tail;                   ///< what had no line end, left out
    bool added_end = false;          ///< the session had none

    /// Nothing had to be done.
    [[nodiscard]] bool was_whole() const {
        return !added_end && left_out_bytes == 0 && tail.bytes == 0;
    }

    static constexpr std::size_t most_told = 10;
};

/// Hands on every line that readers take, byte for byte and then an LF, in order; and then, where
/// the last session has no end, a line without samples that says it was recovered. What stood in
/// the lines left out is a hole. Takes the memory of one line. Throws Error{data} when no line is
/// whole.
Recovery recover_session(const std::string& path,
                         const std::function<void(std::string_view)>& write);

} // namespace ecg::formats
