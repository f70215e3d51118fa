#include "sync/item_exits.hpp"

#include "sync/upload_entry.hpp"

#include <utility>

namespace ecg::sync {

ItemExits::ItemExits(const QueueFolder& queue, const Share* share, std::function<UtcTime()> now,
                     UploadLog* log)
    : queue_{queue}, share_{share}, now_{std::move(now)}, log_{log} {
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

void ItemExits::note_stored(const QueuedItem& item, const std::optional<Upload>& upload) {
    std::string entry;
    if (log_ != nullptr && upload) {
        const std::string mark = item.file_name + '\n' + item.key;
        const std::string type{name_of(item.name.type)};
        entry = upload_entry(*upload, {queue_.sent_file(item), item.id, type, mark}, now_());
    }
    ledger().note_stored(item.file_name, item.key, entry);
}

std::string ItemExits::keep_log(LogWhen when) {
    if (log_ == nullptr) {
        return "";
    }
    const bool is_due = when == LogWhen::at_end || log_->is_full(ledger().uploads().size());
    return is_due ? log_->take_if_due(ledger()) : "";
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
