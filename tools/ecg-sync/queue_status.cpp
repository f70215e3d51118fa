#include "queue_status.hpp"

#include "sync/back_off.hpp"
#include "sync/blocked_sessions.hpp"
#include "sync/held_items.hpp"

#include <algorithm>

namespace ecg {
namespace {

using sync::ItemState;
using sync::ItemType;

void take_earlier(std::optional<UtcTime>& earliest, UtcTime time) {
    earliest = earliest ? std::min(*earliest, time) : time;
}

/// One look at the queue, also while another is at work on it.
class Look {
public:
    Look(const sync::QueueFolder& queue, const sync::Rules& rules, UtcTime now)
        : queue_{queue}, targets_{queue, rules, now}, ledger_{queue.ledger_path(),
                                                              sync::LedgerUse::look},
          held_{queue}, blocked_{sync::blocked_sessions(queue, ledger_, now)} {
        status_.now = now;
    }

    QueueStatus status() {
        for (const std::string& name : queue_.names(ItemState::pending)) {
            add(name);
        }
        status_.failed = queue_.names(ItemState::failed).size();
        status_.synced = queue_.names(ItemState::synced).size();
        status_.at_work = queue_.is_locked();
        status_.last = last_run(queue_);
        status_.targets = targets_.finish();
        return std::move(status_);
    }

private:
    void add(const std::string& name) {
        ++status_.waiting;
        const auto parsed = sync::parse_item_name(name);
        if (parsed) {
            ++status_.types[parsed->type];
            take_earlier(status_.oldest, UtcTime{parsed->sequence});
        } else {
            ++status_.other;
        }
        targets_.add(name, parsed);
        const bool is_blocked = parsed && sync::is_blocked(blocked_, *parsed);
        status_.blocked += is_blocked ? 1 : 0;
        if (held_.contains(name)) {
            ++status_.held;
            return;
        }
        const sync::Tries tries = ledger_.tries_of(name);
        if (tries.count > 0 && !is_blocked) {
            const auto left = sync::wait_left(
                {tries.next_ms}, std::chrono::milliseconds{tries.wait_ms}, status_.now);
            take_earlier(status_.next_try, {status_.now.milliseconds + left.count()});
        }
    }

    const sync::QueueFolder& queue_;
    TargetCounts targets_;
    sync::Ledger ledger_;
    sync::HeldItems held_;
    sync::BlockedSessions blocked_;
    QueueStatus status_;
};

} // namespace

QueueStatus status_of(const sync::QueueFolder& queue, const sync::Rules& rules, UtcTime now,
                      std::chrono::milliseconds oldest) {
    QueueStatus status = Look{queue, rules, now}.status();
    status.warnings = queue_warnings(queue, status.waiting);
    status.free_bytes = sync::disk_room(queue.path()).free;
    if (status.oldest && now.milliseconds - status.oldest->milliseconds > oldest.count()) {
        const std::chrono::milliseconds age{now.milliseconds - status.oldest->milliseconds};
        status.warnings.push_back({"age", "the oldest has waited " + span_text(age) +
                                              ", and sync.warn_age is " + span_text(oldest)});
    }
    return status;
}

} // namespace ecg
