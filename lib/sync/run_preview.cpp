#include "sync/run_preview.hpp"

#include "common/error.hpp"
#include "sync/back_off.hpp"
#include "sync/blocked_sessions.hpp"
#include "sync/held_items.hpp"
#include "sync/ledger.hpp"
#include "sync/parcel_size.hpp"
#include "sync/send_plan.hpp"
#include "sync/waiting_items.hpp"

#include <chrono>

namespace ecg::sync {
namespace {

class Preview {
public:
    Preview(const QueueFolder& queue, std::size_t at_once, UtcTime now)
        : queue_{queue}, at_once_{at_once}, now_{now},
          ledger_{queue.ledger_path(), LedgerUse::look}, held_{queue} {}

    RunPreview preview() {
        SendPlan plan{
            waiting_items(
                queue_, ledger_, held_, now_, [](const StoredItem&) { return true; },
                [this](const std::string& name, const Unreadable& why) { note(name, why); }),
            blocked_sessions(queue_, ledger_, now_)};
        preview_.held = plan.held();
        const auto is_due = [this](const std::string& name) { return wait_for(name).count() == 0; };
        for (std::size_t round = 1;; ++round) {
            const std::vector<PlannedParcel> planned = plan.next(at_once_, is_due);
            if (planned.empty()) {
                break;
            }
            for (const PlannedParcel& parcel : planned) {
                take(plan, parcel, round);
            }
        }
        for (const std::string& name : plan.open()) {
            preview_.later.emplace_back(name, UtcTime{now_.milliseconds + wait_for(name).count()});
        }
        preview_.waiting = plan.size() - preview_.later.size() - preview_.held;
        return std::move(preview_);
    }

private:
    [[nodiscard]] std::chrono::milliseconds wait_for(const std::string& name) const {
        const Tries tries = ledger_.tries_of(name);
        return tries.count == 0
                   ? std::chrono::milliseconds{0}
                   : wait_left({tries.next_ms}, std::chrono::milliseconds{tries.wait_ms}, now_);
    }

    void note(const std::string& name, const Unreadable& why) {
        if (why.kind != Unreadable::Kind::gone) {
            preview_.unreadable.emplace_back(name, why.reason);
        }
    }

    void take(SendPlan& plan, const PlannedParcel& planned, std::size_t round) {
        PreviewParcel parcel{round, planned.type, {}, 0};
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
        if (item.name.type != ItemType::report) {
            return;
        }
        try {
            parcel.bytes += queue_.read_part(item).size();
        } catch (const Error& error) {
            preview_.unreadable.emplace_back(item.file_name, error.what());
            parcel.file_names.clear();
        }
    }

    const QueueFolder& queue_;
    std::size_t at_once_;
    UtcTime now_;
    Ledger ledger_;
    HeldItems held_;
    RunPreview preview_;
};

} // namespace

RunPreview preview_run(const QueueFolder& queue, std::size_t at_once, UtcTime now) {
    return Preview{queue, at_once, now}.preview();
}

} // namespace ecg::sync
