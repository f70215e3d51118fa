// Sessions of which nothing can be sent, since the server never heard of their start.
#pragma once

#include "common/time.hpp"
#include "sync/ledger.hpp"
#include "sync/queue_folder.hpp"

#include <set>
#include <string>

namespace ecg::sync {

/// Marks of the sessions whose start is in failed/ and that the server does not know.
std::set<std::string> blocked_sessions(const QueueFolder& queue, const Ledger& ledger, UtcTime now);

} // namespace ecg::sync
