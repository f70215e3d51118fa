// How items leave the queue once a target is through with them: at once, or when others are, too.
#pragma once

#include "common/time.hpp"
#include "sync/blocked_sessions.hpp"
#include "sync/finish_items.hpp"
#include "sync/ledger.hpp"
#include "sync/queue_folder.hpp"
#include "sync/receipts.hpp"
#include "sync/target.hpp"
#include "sync/upload_log.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace ecg::sync {

/// One of several targets that are at work on a queue at the same time.
struct Share {
    std::string name; ///< of the target
    Ledger& ledger;   ///< of its own
    Receipts& receipts;
};

enum class LogWhen { between, at_end };

class ItemExits {
public:
    /// share: absent for a queue's only target, whose ledger is the queue's. log: nullptr = none.
    ItemExits(const QueueFolder& queue, const Share* share, std::function<UtcTime()> now,
              UploadLog* log);

    [[nodiscard]] Ledger& ledger() { return own_ledger_ ? *own_ledger_ : share_->ledger; }

    /// Whether the target is to have an item. One without a key is known by its name alone.
    [[nodiscard]] bool is_wanted(const StoredItem& item) const;
    /// Sessions of which the target will not have all, as things are.
    [[nodiscard]] BlockedSessions blocked_sessions();

    /// For the ledger's next flush: the target has the item, as a file if there is an upload.
    void note_stored(const QueuedItem& item, const std::optional<Upload>& upload);
    /// What was uploaded goes from the ledger into the log, many at once or at the end of a run.
    /// Nothing waits for that; returns what hinders it.
    [[nodiscard]] std::string keep_log(LogWhen when);
    /// The target has them, and its ledger says so.
    void stored(const std::vector<StoredItem>& items);
    /// It will never have the item. Throws Error{data} when the ledger cannot be written.
    void refused(const QueuedItem& item, const Failure& failure);
    /// The file is none that any target can be given. False when another's run has found that.
    bool broken(const std::string& name, const Failure& failure);
    /// The run is over. elapsed: as for QueueFolder::prune().
    void close(const std::function<std::chrono::milliseconds()>& elapsed) const;

private:
    const QueueFolder& queue_;
    const Share* share_;
    std::function<UtcTime()> now_;
    UploadLog* log_;
    std::optional<Ledger> own_ledger_;
};

} // namespace ecg::sync
