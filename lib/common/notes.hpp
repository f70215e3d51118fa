// What the program did last: a few lines in memory, for the record of a crash.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ecg {

inline constexpr std::size_t kept_notes = 20;
inline constexpr std::size_t longest_note = 120; ///< bytes; what is longer is cut

/// Keeps a line in the place of the oldest. It may be sent to whoever mends the program: nothing of
/// a patient may stand in it, and no name of a file, for people call files after patients. Any
/// thread may call.
void note(std::string_view line) noexcept;

/// Copies the line that was noted that many lines before the last one to where there is room for
/// longest_note bytes. Returns their number and when it was noted, in ms since 1970; {0, 0} when
/// there is none, or another thread is just writing over it. Safe in a signal handler.
struct NoteRead {
    std::size_t length = 0;
    std::int64_t noted_ms = 0;
};

NoteRead read_note(std::size_t before_last, char* to) noexcept;

} // namespace ecg
