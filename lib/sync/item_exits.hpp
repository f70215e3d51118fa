// How items leave a target's run: it has them or never will, and its ledger says so first.
#pragma once

#include "common/time.hpp"
#include "sync/blocked_sessions.hpp"
#include "sync/finish_items.hpp"
#include "sync/ledger.hpp"
#include "sync/queue_folder.hpp"
#include "sync/receipts.hpp"
#include "sync/target.hpp"
#include "sync/upload_log.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace ecg::sync {

/// One of the targets that are at work on a queue at the same time.
struct Share {
    std::string name; ///< of the target
    Ledger& ledger;   ///< of its own
    Receipts& receipts;
};

enum class LogWhen { between, at_end };

class ItemExits {
public:
    /// log: nullptr = none.
    ItemExits(const QueueFolder& queue, const Share& share, std::function<UtcTime()> now,
              UploadLog* log);

    /// Whether the target is to have an item. One without a key is known by its name alone.
    [[nodiscard]] bool is_wanted(const StoredItem& item) const;
    /// Sessions of which the target will not have all, as things are.
    [[nodiscard]] BlockedSessions blocked_sessions() const;

    /// For the ledger's next flush: the target has the item, as a file if there is an upload.
    void note_stored(const QueuedItem& item, const std::optional<Upload>& upload) const;
    /// What was uploaded goes from the ledger into the log, many at once or at the end of a run.
    /// Nothing waits for that; returns what hinders it.
    [[nodiscard]] std::string keep_log(LogWhen when) const;
    /// The target has them, and its ledger says so. Those that all targets have with that, it need
    /// not know any more.
    void stored(const std::vector<StoredItem>& items) const;
    /// It will never have the item. Throws Error{data} when the ledger cannot be written.
    void refused(const QueuedItem& item, const Failure& failure) const;
    /// The file is none that any target can be given. False when another's run has found that.
    [[nodiscard]] bool broken(const std::string& name, const Failure& failure) const;

private:
    const QueueFolder& queue_;
    const Share& share_;
    std::function<UtcTime()> now_;
    UploadLog* log_;
};

} // namespace ecg::sync
