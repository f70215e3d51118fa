// What a recorder does every few seconds, in one audit line a minute with its count.
#pragma once

#include "serve/audit/audit_log.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace ecg::serve {

/// For the writing of one's own samples alone: whatever is read has its own line. Safe to be
/// called from any number of threads.
class AuditTally {
public:
    explicit AuditTally(AuditLog& log, Clock clock,
                        std::chrono::seconds every = std::chrono::seconds{60});
    /// Writes what is counted.
    ~AuditTally();
    AuditTally(const AuditTally&) = delete;
    AuditTally& operator=(const AuditTally&) = delete;

    /// Counts entry with those of the same who, role, action, whom, what, address and result; its
    /// request is not told.
    void add(AuditEntry entry);
    /// Writes the lines whose time has come: to be called every few seconds.
    void write_due();

private:
    struct Counted {
        AuditEntry entry;
        Moment since;
    };

    AuditLog& log_;
    Clock clock_;
    std::chrono::seconds every_;
    std::mutex mutex_;
    std::map<std::string, Counted> counted_;
};

} // namespace ecg::serve
