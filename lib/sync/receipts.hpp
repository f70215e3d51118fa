// What several targets have of the queue: an item leaves it once each target of its rule has it.
#pragma once

#include "common/time.hpp"
#include "sync/blocked_sessions.hpp"
#include "sync/finish_items.hpp"
#include "sync/ledger.hpp"
#include "sync/queue_folder.hpp"
#include "sync/rules.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ecg::sync {

/// Each target has a ledger of its own, and is told of here once that is on the disk; so a crash
/// between two receipts costs neither of them. Any thread may call.
class Receipts {
public:
    Receipts(const QueueFolder& queue, Rules rules, std::function<UtcTime()> now);

    /// What a target's ledger knows from earlier runs.
    void load(const std::string& target, const Ledger& ledger);
    /// Items that all their targets have settled already, since the run before was killed.
    void settle_left_over();

    /// Whether a target is to have the item, and has neither taken nor refused it for good.
    [[nodiscard]] bool wants(const std::string& target, const StoredItem& item);
    /// The target has them. Returns the names of those that all have with that.
    [[nodiscard]] std::vector<std::string> stored(const std::string& target,
                                                  const std::vector<StoredItem>& items);
    /// The target never will. The item goes to failed/ once the others have settled it, too; then
    /// true.
    [[nodiscard]] bool refused(const std::string& target, const StoredItem& item,
                               const Failure& failure);
    /// No target can be given such a file. False when another target's run has said so before.
    bool broken(const std::string& name, const Failure& failure);

    /// Takes out of a target's ledger what is no longer in the queue, and the refusals of items in
    /// failed/, which may be tried anew.
    void clear(Ledger& ledger) const;

    [[nodiscard]] std::size_t finished() const { return finished_; } ///< to synced/

    [[nodiscard]] std::size_t failed() const { return failed_; }

    /// Adds the sessions of which a target has refused an item that still waits for others.
    void note_refused(const std::string& target, BlockedSessions& blocked);

private:
    struct Said {
        std::string key; ///< of the item as it was then
        std::optional<Failure> refusal;
    };

    enum class State { open, stored, refused };

    [[nodiscard]] State state_of(const StoredItem& item) const;
    std::vector<std::string> settle(const std::vector<StoredItem>& items);
    void fail(const StoredItem& item);

    const QueueFolder& queue_;
    Rules rules_;
    std::function<UtcTime()> now_;
    std::mutex one_at_a_time_;
    std::map<std::string, std::map<std::string, Said>> items_; ///< by file name and target
    std::set<std::string> gone_;                               ///< moved by us
    std::size_t finished_ = 0;
    std::size_t failed_ = 0;
};

/// The ledger of a target beside that of the server.
std::string ledger_path(const QueueFolder& queue, const std::string& target);

/// Names of the targets that have one, the server's first.
std::vector<std::string> targets_with_ledger(const QueueFolder& queue);

/// An item that waits again after it failed is refused by nobody; who has it, has it. Needs the
/// queue's lock.
void forget_refusals(const QueueFolder& queue, const std::string& name);

} // namespace ecg::sync
