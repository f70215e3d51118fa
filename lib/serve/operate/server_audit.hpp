// Both audit logs of a server's folder: the server's and the operator's.
#pragma once

#include "serve/audit/verify_audit.hpp"
#include "serve/auth/key_ring.hpp"
#include "serve/server_folder.hpp"

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

/// The keys that ever sealed a log. Throws Error{data} when there are none, and as open_key_ring.
KeyRing read_audit_keys(const ServerFolder& server, Moment now);

} // namespace ecg::serve
