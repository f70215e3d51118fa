#include "sync/item_exits.hpp"

#include "sync/upload_entry.hpp"

#include <utility>

namespace ecg::sync {

ItemExits::ItemExits(const QueueFolder& queue, const Share& share, std::function<UtcTime()> now,
                     UploadLog* log)
    : queue_{queue}, share_{share}, now_{std::move(now)}, log_{log} {}

bool ItemExits::is_wanted(const StoredItem& item) const {
    return share_.receipts.wants(share_.name, item);
}

BlockedSessions ItemExits::blocked_sessions() const {
    BlockedSessions blocked = sync::blocked_sessions(queue_, share_.ledger, now_());
    share_.receipts.note_refused(share_.name, blocked);
    return blocked;
}

void ItemExits::note_stored(const QueuedItem& item, const std::optional<Upload>& upload) const {
    std::string entry;
    if (log_ != nullptr && upload) {
        const std::string mark = item.file_name + '\n' + item.key;
        const std::string type{name_of(item.name.type)};
        entry = upload_entry(*upload, {queue_.sent_file(item), item.id, type, mark}, now_());
    }
    share_.ledger.note_stored(item.file_name, item.key, entry);
}

std::string ItemExits::keep_log(LogWhen when) const {
    if (log_ == nullptr) {
        return "";
    }
    const bool is_due = when == LogWhen::at_end || log_->is_full(share_.ledger.uploads().size());
    return is_due ? log_->take_if_due(share_.ledger) : "";
}

void ItemExits::stored(const std::vector<StoredItem>& items) const {
    for (const std::string& name : share_.receipts.stored(share_.name, items)) {
        share_.ledger.forget(name);
    }
}

void ItemExits::refused(const QueuedItem& item, const Failure& failure) const {
    share_.ledger.note_refused(item.file_name,
                               {item.key, failure.reason, failure.status, failure.tries});
    share_.ledger.flush();
    const StoredItem named{item.file_name, item.key, item.name.type};
    if (share_.receipts.refused(share_.name, named, failure)) {
        share_.ledger.forget(item.file_name);
    }
}

bool ItemExits::broken(const std::string& name, const Failure& failure) const {
    return share_.receipts.broken(name, failure);
}

} // namespace ecg::sync
