// Sessions of which something in failed/ holds up the rest.
#pragma once

#include "common/time.hpp"
#include "sync/ledger.hpp"
#include "sync/queue_folder.hpp"

#include <set>
#include <string>

namespace ecg::sync {

/// By their marks.
struct BlockedSessions {
    std::set<std::string> starts; ///< whose start failed: the server knows nothing of them
    /// Of whose samples or metrics some failed. Once its end was sent, a session takes no more of
    /// them, and they could never be retried: so the end waits.
    std::set<std::string> ends;
};

BlockedSessions blocked_sessions(const QueueFolder& queue, const Ledger& ledger, UtcTime now);

/// Whether an item waits for others of its session.
bool is_blocked(const BlockedSessions& blocked, const ItemName& name);

/// An item is not to be had by the server: notes what that blocks.
void note_blocked(BlockedSessions& blocked, const ItemName& name);

} // namespace ecg::sync
