// The last step of an item that the target has: it leaves the queue, and the ledger with it.
#pragma once

#include "common/time.hpp"
#include "sync/ledger.hpp"
#include "sync/queue_folder.hpp"

#include <string>
#include <utility>
#include <vector>

namespace ecg::sync {

struct StoredItem {
    std::string file_name;
    std::string key;
    ItemType type = ItemType::metrics;
};

/// What others put in the place of such an item meanwhile, under a name of their own, stays.
void finish_items(const QueueFolder& queue, const std::vector<StoredItem>& items, UtcTime now);
void finish_items(const QueueFolder& queue, Ledger& ledger, const std::vector<StoredItem>& items,
                  UtcTime now);

/// Those that the ledger knows of, since the run before was killed.
void finish_left_over(const QueueFolder& queue, Ledger& ledger, UtcTime now);

} // namespace ecg::sync
