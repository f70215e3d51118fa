// The chain of the audit log: each line carries the seal of the one before it.
#pragma once

#include "serve/auth/key_ring.hpp"
#include "transfer/crypto.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ecg::serve {

/// What the first line of all carries.
inline constexpr std::string_view no_previous = "none";

/// HMAC-SHA-256 of a line without its end, in base64url: who has the log alone cannot make one.
std::string seal_of(const transfer::Hmac& hmac, std::string_view line);

/// The last line that is on the disk, in a file of its own beside the log, "audit.head": so it is
/// found out when lines are cut off at the end.
struct AuditHead {
    std::uint64_t number = 0;
    std::string seal;
};

/// A line of fixed length, so that it is overwritten in one piece.
std::string write_head(const AuditHead& head);
std::optional<AuditHead> read_head(std::string_view text);

} // namespace ecg::serve
