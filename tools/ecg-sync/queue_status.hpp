// What waits, since when, and what stands in its way.
#pragma once

#include "last_run.hpp"
#include "queue_warnings.hpp"
#include "sync/queue_folder.hpp"
#include "target_status.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace ecg {

struct QueueStatus {
    std::map<sync::ItemType, std::size_t> types; ///< of those whose names say so
    std::size_t other = 0;                       ///< that others dropped in under their own names
    std::size_t waiting = 0;
    std::size_t held = 0;
    std::size_t blocked = 0; ///< by others of their session, which failed
    std::size_t failed = 0;
    std::size_t synced = 0;
    std::optional<UtcTime> oldest;
    std::optional<UtcTime> next_try; ///< the first of those that were refused, and may go
    bool at_work = false;
    LastRun last;
    std::vector<TargetStatus> targets;
    std::vector<QueueWarning> warnings;
    std::uint64_t free_bytes = 0; ///< of its disk
    UtcTime now;
};

/// oldest: beyond this age of an item there is a warning. Throws Error{data}.
QueueStatus status_of(const sync::QueueFolder& queue, const sync::Rules& rules, UtcTime now,
                      std::chrono::milliseconds oldest);

/// For people.
std::string as_text(const QueueStatus& status);
/// One line.
std::string as_json(const QueueStatus& status);

/// "3 h 20 min", "45 s", "2 days"
std::string span_text(std::chrono::milliseconds span);

} // namespace ecg
