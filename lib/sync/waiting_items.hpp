// What waits in pending/, as a plan takes it.
#pragma once

#include "common/time.hpp"
#include "sync/finish_items.hpp"
#include "sync/held_items.hpp"
#include "sync/ledger.hpp"
#include "sync/queue_folder.hpp"
#include "sync/send_plan.hpp"

#include <functional>
#include <string>
#include <vector>

namespace ecg::sync {

/// Those that are wanted; an item whose name says all has no key yet. Only files that others
/// dropped in under names of their own are read; unreadable hears of those that are no items.
std::vector<Waiting>
waiting_items(const QueueFolder& queue, const Ledger& ledger, const HeldItems& held, UtcTime now,
              const std::function<bool(const StoredItem&)>& is_wanted,
              const std::function<void(const std::string&, const Unreadable&)>& unreadable);

} // namespace ecg::sync
