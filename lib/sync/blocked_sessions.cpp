#include "sync/blocked_sessions.hpp"

namespace ecg::sync {

std::set<std::string> blocked_sessions(const QueueFolder& queue, const Ledger& ledger,
                                       UtcTime now) {
    std::set<std::string> marks;
    for (const std::string& name : queue.names(ItemState::failed)) {
        const auto parsed = parse_item_name(name);
        if (parsed && parsed->type != ItemType::session_start) {
            continue;
        }
        const auto read = queue.read(ItemState::failed, name, now);
        if (const auto* const item = std::get_if<QueuedItem>(&read)) {
            if (item->name.type == ItemType::session_start &&
                ledger.server_session(item->session).empty()) {
                marks.insert(item->name.session_mark);
            }
        } else if (parsed) {
            marks.insert(parsed->session_mark);
        }
    }
    return marks;
}

} // namespace ecg::sync
