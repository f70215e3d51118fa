// What the operator does at the command line, in an audit log of its own beside the server's.
#pragma once

#include "serve/audit/audit_log.hpp"
#include "serve/clock.hpp"
#include "serve/server_folder.hpp"

#include <memory>
#include <string>

namespace ecg::serve {

/// Opened before anything is changed: what cannot be audited is not done.
class OperatorAudit {
public:
    /// Makes the folder where it is missing. Waits a while for another command that writes there.
    /// Throws Error{unavailable} when that goes on or the disk is full, Error{data} when folder or
    /// keys cannot be used.
    OperatorAudit(const ServerFolder& folder, const Clock& clock);

    /// Told when it survives a power cut. Throws Error{unavailable}: it was done all the same.
    void note(const std::string& action, const std::string& whom, const std::string& result,
              const std::string& what = "");

private:
    std::unique_ptr<AuditLog> log_;
};

} // namespace ecg::serve
