#include "sync/blocked_sessions.hpp"

#include <optional>

namespace ecg::sync {
namespace {

/// What a failed item is; absent when it blocks nothing.
std::optional<ItemName> blocking(const QueueFolder& queue, const Ledger& ledger,
                                 const std::string& file, UtcTime now) {
    const auto named = parse_item_name(file);
    if (ledger.stored().contains(file)) {
        return std::nullopt; // another target would not have it
    }
    if (named && named->type != ItemType::session_start) {
        return named;
    }
    const auto read = queue.read(ItemState::failed, file, now);
    const auto* const item = std::get_if<QueuedItem>(&read);
    if (item == nullptr) {
        return named;
    }
    const bool known =
        item->name.type == ItemType::session_start && !ledger.server_session(item->session).empty();
    return known ? std::nullopt : std::optional{item->name};
}

} // namespace

bool is_blocked(const BlockedSessions& blocked, const ItemName& name) {
    return (name.type != ItemType::session_start && blocked.starts.contains(name.session_mark)) ||
           (name.type == ItemType::session_end && blocked.ends.contains(name.session_mark));
}

void note_blocked(BlockedSessions& blocked, const ItemName& name) {
    switch (name.type) {
    case ItemType::session_start:
        blocked.starts.insert(name.session_mark);
        break;
    case ItemType::metrics:
    case ItemType::waveform:
        blocked.ends.insert(name.session_mark);
        break;
    case ItemType::session_end:
    case ItemType::report: // the server takes these at any time
    case ItemType::error:
        break;
    }
}

BlockedSessions blocked_sessions(const QueueFolder& queue, const Ledger& ledger, UtcTime now) {
    BlockedSessions blocked;
    for (const std::string& file : queue.names(ItemState::failed)) {
        if (const auto name = blocking(queue, ledger, file, now)) {
            note_blocked(blocked, *name);
        }
    }
    return blocked;
}

} // namespace ecg::sync
