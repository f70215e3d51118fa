// Both audit logs of a server's folder: the server's and the operator's.
#pragma once

#include "serve/audit/verify_audit.hpp"
#include "serve/auth/key_ring.hpp"
#include "serve/server_folder.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ecg::serve {

struct AuditState {
    std::string folder;
    AuditVerdict verdict;
};

/// "audit.jsonl:12: is not what follows line 11 …"
std::string told(const AuditBreak& broken);

/// The folders of the logs that are there.
std::vector<std::string> audit_folders(const ServerFolder& server);

/// Throws Error{data} when a file cannot be read.
std::vector<AuditState> verify_audits(const ServerFolder& server, const KeyRing& keys);

/// Which lines of the logs are wanted.
struct AuditSearch {
    std::string user_id;         ///< who did it, or to whom; "" = anybody
    std::optional<Moment> since; ///< not before
};

/// Those lines of both logs as they stand, without their ends, in the order of time. What is no
/// line of a log is passed over: verify_audits() tells of it. Throws Error{data} when a file cannot
/// be read.
std::vector<std::string> find_audit_lines(const ServerFolder& server, const AuditSearch& search);

/// The keys that ever sealed a log. Throws Error{data} when there are none, and as open_key_ring.
KeyRing read_audit_keys(const ServerFolder& server, Moment now);

} // namespace ecg::serve
