#include "sync/run_preview.hpp"

#include "common/error.hpp"
#include "sync/blocked_sessions.hpp"
#include "sync/held_items.hpp"
#include "sync/ledger.hpp"
#include "sync/object_target.hpp"
#include "sync/parcel_size.hpp"
#include "sync/receipts.hpp"
#include "sync/send_plan.hpp"
#include "sync/waiting_items.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <utility>

namespace ecg::sync {
namespace {

/// What a target's run would begin with.
struct Beginning {
    PreviewedTarget target;
    const Ledger& ledger;
    std::function<bool(const StoredItem&)> wants;
    BlockedSessions blocked;
};

class Preview {
public:
    Preview(const QueueFolder& queue, Beginning beginning, UtcTime now)
        : queue_{queue}, from_{std::move(beginning)}, now_{now}, ledger_{from_.ledger},
          held_{queue} {}

    RunPreview preview() {
        SendPlan plan{waiting_items(queue_, ledger_, held_, now_, from_.wants,
                                    [this](const std::string& name, const Unreadable& why) {
                                        note(name, why);
                                    }),
                      from_.blocked,
                      from_.target.knows_sessions ? Company::sessions : Company::alone};
        preview_.held = plan.held();
        const auto is_due = [this](const std::string& name) {
            return ledger_.wait_of(name, now_).count() == 0;
        };
        for (std::size_t round = 1;; ++round) {
            const std::vector<PlannedParcel> planned = plan.next(from_.target.at_once, is_due);
            if (planned.empty()) {
                break;
            }
            for (const PlannedParcel& parcel : planned) {
                take(plan, parcel, round);
            }
        }
        for (const std::string& name : plan.open()) {
            preview_.later.emplace_back(
                name, UtcTime{now_.milliseconds + ledger_.wait_of(name, now_).count()});
        }
        preview_.waiting = plan.size() - preview_.later.size() - preview_.held;
        return std::move(preview_);
    }

private:
    void note(const std::string& name, const Unreadable& why) {
        if (why.kind != Unreadable::Kind::gone) {
            preview_.unreadable.emplace_back(name, why.reason);
        }
    }

    void take(SendPlan& plan, const PlannedParcel& planned, std::size_t round) {
        PreviewParcel parcel{round, planned.type, {}, 0, {}};
        std::string session;
        for (const std::string& name : planned.file_names) {
            const auto read = queue_.read(ItemState::pending, name, now_);
            const auto* const item = std::get_if<QueuedItem>(&read);
            if (item == nullptr) {
                note(name, std::get<Unreadable>(read));
                plan.leave(name, false);
                continue;
            }
            const bool is_full = parcel.bytes > fullest_parcel;
            const bool is_other = !parcel.file_names.empty() && item->session != session;
            if (is_full || is_other) {
                plan.wait_again(name, ledger_.tries_of(name).count);
                continue;
            }
            session = item->session;
            parcel.bytes += item->data.size();
            plan.leave(name, false);
            if (planned.type != ItemType::session_start ||
                ledger_.server_session(session).empty()) {
                parcel.file_names.push_back(name);
            }
            add_part(*item, parcel);
        }
        if (!parcel.file_names.empty()) {
            preview_.parcels.push_back(std::move(parcel));
        }
    }

    void add_part(const QueuedItem& item, PreviewParcel& parcel) {
        const bool is_object = !from_.target.knows_sessions &&
                               !(from_.target.mails_errors && item.name.type == ItemType::error);
        if (item.name.type != ItemType::report) {
            parcel.object = is_object ? object_name(item, transfer::sha256(item.data)) : "";
            return;
        }
        try {
            const transfer::FileBytes file{queue_.part_file(item)};
            parcel.bytes += file.size();
            parcel.object = is_object ? object_name(item, transfer::sha256(file)) : "";
        } catch (const Error& error) {
            preview_.unreadable.emplace_back(item.file_name, error.what());
            parcel.file_names.clear();
        }
    }

    const QueueFolder& queue_;
    Beginning from_;
    UtcTime now_;
    const Ledger& ledger_;
    HeldItems held_;
    RunPreview preview_;
};

/// What a target's ledger says of items in pending/, but for others under the same name, which go.
void note_receipts(const Ledger& ledger, const std::vector<std::string>& pending,
                   TargetPreview& preview) {
    std::set<std::string> goes;
    for (const PreviewParcel& parcel : preview.run.parcels) {
        goes.insert(parcel.file_names.begin(), parcel.file_names.end());
    }
    for (const std::string& name : pending) {
        if (goes.contains(name)) {
            continue;
        }
        if (ledger.stored().contains(name)) {
            preview.stored.push_back(name);
        } else if (const auto no = ledger.refused().find(name); no != ledger.refused().end()) {
            preview.refused.emplace_back(name, no->second.reason);
        }
    }
}

} // namespace

std::vector<TargetPreview> preview_targets(const QueueFolder& queue, const Rules& rules,
                                           const std::vector<PreviewedTarget>& targets,
                                           UtcTime now) {
    Receipts receipts{queue, rules, [now] { return now; }};
    std::vector<std::unique_ptr<Ledger>> ledgers; // which nobody flushes
    for (const PreviewedTarget& target : targets) {
        ledgers.push_back(
            std::make_unique<Ledger>(ledger_path(queue, target.name), LedgerUse::look));
        receipts.clear(*ledgers.back());
        receipts.load(target.name, *ledgers.back());
    }
    const std::vector<std::string> pending = queue.names(ItemState::pending);
    std::vector<TargetPreview> all;
    for (std::size_t i = 0; i < targets.size(); ++i) {
        const std::string& name = targets[i].name;
        BlockedSessions blocked = blocked_sessions(queue, *ledgers[i], now);
        receipts.note_refused(name, blocked);
        const auto wants = [&](const StoredItem& item) { return receipts.wants(name, item); };
        TargetPreview one;
        one.name = name;
        one.shown_as = shown_name(name, rules);
        Beginning beginning{targets[i], *ledgers[i], wants, std::move(blocked)};
        one.run = Preview{queue, std::move(beginning), now}.preview();
        note_receipts(*ledgers[i], pending, one);
        all.push_back(std::move(one));
    }
    return all;
}

} // namespace ecg::sync
