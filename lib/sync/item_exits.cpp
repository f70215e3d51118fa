#include "sync/item_exits.hpp"

#include <utility>

namespace ecg::sync {

ItemExits::ItemExits(const QueueFolder& queue, const Share* share, std::function<UtcTime()> now)
    : queue_{queue}, share_{share}, now_{std::move(now)} {
    if (share_ == nullptr) {
        own_ledger_.emplace(queue.ledger_path());
        queue_.tidy();
        finish_left_over(queue_, *own_ledger_, now_());
    }
}

bool ItemExits::is_wanted(const StoredItem& item) const {
    return share_ == nullptr || share_->receipts.wants(share_->name, item);
}

BlockedSessions ItemExits::blocked_sessions() {
    BlockedSessions blocked = sync::blocked_sessions(queue_, ledger(), now_());
    if (share_ != nullptr) {
        share_->receipts.note_refused(share_->name, blocked);
    }
    return blocked;
}

void ItemExits::stored(const std::vector<StoredItem>& items) {
    if (share_ != nullptr) {
        share_->receipts.stored(share_->name, items);
    } else {
        finish_items(queue_, *own_ledger_, items, now_());
    }
}

void ItemExits::refused(const QueuedItem& item, const Failure& failure) {
    if (share_ == nullptr) {
        broken(item.file_name, failure);
        return;
    }
    share_->ledger.note_refused(item.file_name,
                                {item.key, failure.reason, failure.status, failure.tries});
    share_->ledger.flush();
    share_->receipts.refused(share_->name, {item.file_name, item.key, item.name.type}, failure);
}

bool ItemExits::broken(const std::string& name, const Failure& failure) {
    if (share_ != nullptr) {
        return share_->receipts.broken(name, failure);
    }
    queue_.fail(name, failure, now_());
    own_ledger_->forget(name);
    return true;
}

void ItemExits::close(const std::function<std::chrono::milliseconds()>& elapsed) const {
    if (share_ == nullptr) {
        queue_.prune(elapsed);
    }
}

} // namespace ecg::sync
