// Whether an audit log is as it was written: no line changed, taken out, put in or cut off.
#pragma once

#include "serve/auth/key_ring.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ecg::serve {

/// Where a log is no longer what was written.
struct AuditBreak {
    std::string file;
    std::uint64_t line = 0; ///< in the file, from 1; 0 = the file as a whole
    std::string why;        ///< "was changed, or the line before it was"
};

struct AuditVerdict {
    std::uint64_t first = 0, last = 0; ///< seq of the lines up to the break
    std::vector<std::string> notes;    ///< what is no break: a line that a crash cut short …
    std::optional<AuditBreak> broken;  ///< the first
};

/// Reads the whole log, that of a server at work too. keys are those that ever sealed it. What it
/// cannot see: that somebody put back folder and head as they once were; who keeps the last seq
/// elsewhere, sees that. Throws Error{data} when a file cannot be read.
AuditVerdict verify_audit(const std::string& folder, const KeyRing& keys);

} // namespace ecg::serve
