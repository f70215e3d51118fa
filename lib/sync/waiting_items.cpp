#include "sync/waiting_items.hpp"

#include <utility>

namespace ecg::sync {

std::vector<Waiting>
waiting_items(const QueueFolder& queue, const Ledger& ledger, const HeldItems& held, UtcTime now,
              const std::function<bool(const StoredItem&)>& is_wanted,
              const std::function<void(const std::string&, const Unreadable&)>& unreadable) {
    std::vector<Waiting> waiting;
    for (std::string& name : queue.names(ItemState::pending)) {
        const int tries = ledger.tries_of(name).count;
        if (const auto parsed = parse_item_name(name)) {
            if (is_wanted({name, "", parsed->type})) {
                const bool is_held = held.contains(name);
                waiting.push_back({std::move(name), *parsed, tries, is_held});
            }
            continue;
        }
        const auto read = queue.read(ItemState::pending, name, now);
        if (const auto* const item = std::get_if<QueuedItem>(&read)) {
            if (is_wanted({name, item->key, item->name.type})) {
                waiting.push_back({name, item->name, tries, held.contains(name)});
            }
        } else {
            unreadable(name, std::get<Unreadable>(read));
        }
    }
    return waiting;
}

} // namespace ecg::sync
