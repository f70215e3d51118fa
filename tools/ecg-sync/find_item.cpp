#include "find_item.hpp"

#include "common/error.hpp"

namespace ecg {

using sync::ItemState;

FoundItem find_item(const sync::QueueFolder& queue, const std::string& wanted) {
    for (const ItemState state : {ItemState::pending, ItemState::failed, ItemState::synced}) {
        for (const std::string& name : queue.names(state)) {
            if (name == wanted || name == wanted + ".json") {
                return {state, name};
            }
            const auto read = queue.read(state, name, now_utc());
            const auto* const item = std::get_if<sync::QueuedItem>(&read);
            if (item != nullptr && item->id == wanted) {
                return {state, name};
            }
        }
    }
    throw Error{ErrorKind::data, wanted + ": is no item of the queue"};
}

} // namespace ecg
