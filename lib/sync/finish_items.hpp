// The last step of an item that all of its targets have: it leaves the queue.
#pragma once

#include "common/time.hpp"
#include "sync/queue_folder.hpp"

#include <string>
#include <vector>

namespace ecg::sync {

struct StoredItem {
    std::string file_name;
    std::string key;
    ItemType type = ItemType::metrics;
};

/// What others put in the place of such an item meanwhile, under a name of their own, stays.
void finish_items(const QueueFolder& queue, const std::vector<StoredItem>& items, UtcTime now);

} // namespace ecg::sync
