// A whole copy of what the server keeps, taken while it runs: a folder that can take its place.
#pragma once

#include "serve/audit/verify_audit.hpp"
#include "serve/server_folder.hpp"
#include "serve/store/check_store.hpp"

#include <string>
#include <vector>

namespace ecg::serve {

struct BackupSettings {
    std::string to;         ///< a folder that is not there yet
    bool with_keys = false; ///< who has them can log in as anybody
    Moment now;
    CheckProgress progress; ///< of reading the copy again
};

/// What the copy was found to hold when it was read again.
struct Backup {
    StoreCheck store;
    std::int64_t audit_lines = 0; ///< of both logs
};

/// Database, reports and audit logs as they are at one moment, and a page that says how to restore
/// them. The folder appears at `to` whole or not at all, closed to others, and is read again
/// before. What is damaged already is copied as it is and stands in store.troubles. Throws
/// Error{data} when `to` is there or there is no server's database; as the stores do when the disk
/// is full.
Backup back_up_server(const ServerFolder& server, const BackupSettings& settings);

} // namespace ecg::serve
