#include "sync/finish_items.hpp"

namespace ecg::sync {
namespace {

bool is_still(const QueueFolder& queue, const StoredItem& item, UtcTime now) {
    if (parse_item_name(item.file_name)) {
        return true; // ours never change
    }
    const auto read = queue.read(ItemState::pending, item.file_name, now);
    const auto* const there = std::get_if<QueuedItem>(&read);
    return there != nullptr && there->key == item.key;
}

} // namespace

void finish_items(const QueueFolder& queue, const std::vector<StoredItem>& items, UtcTime now) {
    std::vector<std::string> names;
    for (const StoredItem& item : items) {
        if (is_still(queue, item, now)) {
            names.push_back(item.file_name);
        }
    }
    if (!names.empty()) {
        queue.finish(names);
    }
}

} // namespace ecg::sync
