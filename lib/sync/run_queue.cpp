#include "sync/run_queue.hpp"

#include "common/error.hpp"
#include "sync/held_items.hpp"
#include "sync/parcel_size.hpp"
#include "sync/round_outcome.hpp"
#include "sync/send_plan.hpp"
#include "sync/waiting_items.hpp"

#include <algorithm>
#include <utility>

namespace ecg::sync {
namespace {

using std::chrono::milliseconds;

/// A planned parcel and what is sent of it.
struct InHand {
    PlannedParcel planned;
    Parcel parcel;
};

class Run {
public:
    Run(QueueFolder& queue, Target& target, const RunSettings& settings, const RunWorld& world,
        const Share& share)
        : queue_{queue}, target_{target}, settings_{settings}, world_{world},
          exits_{queue, share, world.now, world.log}, ledger_{share.ledger}, held_{queue} {}

    RunResult run() {
        SendPlan plan = read_queue();
        plan_ = &plan;
        all_ = plan.to_go();
        if (plan.has_open() && (is_closed() || greet())) {
            show_progress();
            while (step()) {
            }
        }
        flush_ledger();
        note(exits_.keep_log(LogWhen::at_end));
        result_.left = plan.size() + unsettled_;
        result_.blocked = plan.blocked();
        result_.held = plan.held();
        return result_;
    }

private:
    SendPlan read_queue() {
        std::vector<Waiting> waiting = waiting_items(
            queue_, ledger_, held_, world_.now(),
            [this](const StoredItem& item) { return exits_.is_wanted(item); },
            [this](const std::string& name, const Unreadable& why) { settle(name, why); });
        return target_.knows_sessions() ? SendPlan{std::move(waiting), exits_.blocked_sessions()}
                                        : SendPlan{std::move(waiting), {}, Company::alone};
    }

    /// An item of pending/; absent when there is none to be sent, which is settled then.
    std::optional<QueuedItem> read(const std::string& name) {
        auto read = queue_.read(ItemState::pending, name, world_.now());
        if (auto* const item = std::get_if<QueuedItem>(&read)) {
            return std::move(*item);
        }
        settle(name, std::get<Unreadable>(read));
        return std::nullopt;
    }

    void settle(const std::string& name, const Unreadable& why) {
        switch (why.kind) {
        case Unreadable::Kind::gone:
            tell({.what = "gone", .item = name, .reason = why.reason});
            break;
        case Unreadable::Kind::unsettled:
        case Unreadable::Kind::irregular:
            ++unsettled_;
            tell({.what = "skipped", .item = name, .reason = why.reason});
            break;
        case Unreadable::Kind::broken:
            give_up(name, {why.reason, 0, 0});
            break;
        }
    }

    void give_up(const std::string& name, const Failure& failure) {
        if (exits_.broken(name, failure)) {
            tell_failed(name, failure);
        }
    }

    void tell_failed(const std::string& name, const Failure& failure) {
        ++result_.failed;
        tell({.what = "failed",
              .item = name,
              .tries = failure.tries,
              .status = failure.status,
              .reason = failure.reason});
    }

    void tell(const RunEvent& event) const {
        if (world_.tell) {
            world_.tell(event);
        }
    }

    bool greet() {
        const Delivered there = target_.greet();
        if (there.verdict == Verdict::stored) {
            return true;
        }
        if (there.verdict == Verdict::abandoned) {
            return end(RunEnd::stopped, "");
        }
        result_.next = there.wait;
        result_.left_alone = there.left_alone;
        const bool denied = there.verdict == Verdict::denied;
        return end(denied ? RunEnd::denied : RunEnd::offline, there.reason);
    }

    bool end(RunEnd how, const std::string& reason) {
        result_.end = how;
        result_.reason = reason;
        return false;
    }

    [[nodiscard]] bool is_closed() const { return world_.closed && world_.closed(); }

    /// One round of parcels side by side. False at the end of the run.
    bool step() {
        if (world_.stop()) {
            return end(RunEnd::stopped, "");
        }
        if (held_.refresh()) {
            plan_->hold(held_.names());
        }
        if (is_closed() && plan_->has_open()) {
            return end(RunEnd::closed, "");
        }
        if (world_.elapsed() >= settings_.budget && plan_->has_open()) {
            result_.next = milliseconds{0};
            return end(RunEnd::waiting, "");
        }
        std::vector<PlannedParcel> planned =
            plan_->next(target_.at_once(), [&](const std::string& name) {
                return ledger_.wait_of(name, world_.now()).count() == 0;
            });
        if (planned.empty()) {
            return wait_for_next();
        }
        std::vector<InHand> hands = take_up(std::move(planned));
        return hands.empty() || deliver(hands);
    }

    bool wait_for_next() {
        const std::vector<std::string> open = plan_->open();
        if (open.empty()) {
            return end(RunEnd::done, "");
        }
        milliseconds wait = milliseconds::max();
        for (const std::string& name : open) {
            wait = std::min(wait, ledger_.wait_of(name, world_.now()));
        }
        if (!settings_.waits || wait >= settings_.budget - world_.elapsed()) {
            result_.next = wait;
            return end(RunEnd::waiting, "");
        }
        world_.pause(wait);
        return true;
    }

    std::vector<InHand> take_up(std::vector<PlannedParcel> planned) {
        std::vector<InHand> hands;
        for (PlannedParcel& one : planned) {
            InHand hand;
            std::size_t bytes = 0;
            for (const std::string& name : one.file_names) {
                take_up_item(name, hand, bytes);
            }
            if (!hand.parcel.items.empty() && fill_in(hand)) {
                hands.push_back(std::move(hand));
            }
        }
        return hands;
    }

    void take_up_item(const std::string& name, InHand& hand, std::size_t& bytes) {
        if (bytes > fullest_parcel || held_.contains(name)) {
            plan_->wait_again(name, ledger_.tries_of(name).count);
            return;
        }
        const std::size_t failed_before = result_.failed;
        std::optional<QueuedItem> item = read(name);
        if (!item) {
            plan_->leave(name, result_.failed > failed_before);
            return;
        }
        std::vector<QueuedItem>& items = hand.parcel.items;
        if (!items.empty() && items.front().session != item->session) {
            plan_->wait_again(name, ledger_.tries_of(name).count); // of another that has its mark
            return;
        }
        bytes += item->data.size();
        hand.planned.file_names.push_back(name);
        items.push_back(std::move(*item));
    }

    /// What the target needs beside the items. False when that settles the parcel.
    bool fill_in(InHand& hand) {
        Parcel& parcel = hand.parcel;
        const QueuedItem& first = parcel.items.front();
        parcel.type = hand.planned.type = first.name.type;
        hand.planned.session_mark = first.name.session_mark;
        const std::string known = ledger_.server_session(first.session);
        if (parcel.type == ItemType::session_start && !known.empty()) {
            note_stored(hand, std::nullopt); // it was sent before, under another file's name
            commit();
            return false;
        }
        parcel.session = known.empty() ? first.session : known;
        if (parcel.type != ItemType::report) {
            return true;
        }
        try {
            if (target_.knows_sessions()) {
                parcel.part = queue_.read_part(first);
            } else {
                parcel.part_file = queue_.part_file(first);
            }
            return true;
        } catch (const Error& error) {
            give_up(first.file_name, {error.what(), 0, 0});
            plan_->leave(first.file_name, true);
            return false;
        }
    }

    bool deliver(std::vector<InHand>& hands) {
        std::vector<Parcel> parcels;
        for (InHand& hand : hands) {
            parcels.push_back(std::move(hand.parcel));
        }
        const std::vector<Delivered> all = target_.send(parcels);
        for (std::size_t i = 0; i < hands.size(); ++i) {
            hands[i].parcel = std::move(parcels[i]);
            settle(hands[i], all[i]);
        }
        commit();
        show_progress();
        return go_on(all);
    }

    void show_progress() const {
        if (world_.progress) {
            world_.progress(all_ - std::min(all_, plan_->to_go()), all_);
        }
    }

    void settle(const InHand& hand, const Delivered& delivered) {
        RunEvent event{.what = "later", .item = hand.parcel.items.front().file_name};
        event.items = hand.parcel.items.size();
        event.status = delivered.status;
        event.reason = delivered.reason;
        event.bytes = delivered.bytes;
        event.elapsed = delivered.elapsed;
        switch (delivered.verdict) {
        case Verdict::stored:
            event.what = "stored";
            if (hand.parcel.type == ItemType::session_start && target_.knows_sessions()) {
                ledger_.note_session(hand.parcel.items.front().session, delivered.session);
            }
            note_stored(hand, delivered.upload);
            break;
        case Verdict::refused:
            event.what = "refused";
            refuse(hand, delivered);
            break;
        case Verdict::later:
        case Verdict::unreachable:
        case Verdict::denied:
        case Verdict::abandoned:
            plan_->again(hand.planned);
            break;
        }
        tell(event);
    }

    void note_stored(const InHand& hand, const std::optional<Upload>& upload) {
        for (const QueuedItem& item : hand.parcel.items) {
            exits_.note_stored(item, upload);
            stored_.push_back({item.file_name, item.key, item.name.type});
        }
    }

    void note(const std::string& trouble) {
        result_.trouble = result_.trouble.empty() ? trouble : result_.trouble;
    }

    void refuse(const InHand& hand, const Delivered& delivered) {
        if (hand.planned.file_names.size() > 1) {
            plan_->halve(hand.planned); // one of them is the bad one
            return;
        }
        const std::string& name = hand.planned.file_names.front();
        const int count = ledger_.tries_of(name).count + 1;
        if (count >= settings_.most_tries) {
            const Failure failure{delivered.reason, delivered.status, count};
            exits_.refused(hand.parcel.items.front(), failure);
            tell_failed(name, failure);
            plan_->leave(name, true);
            return;
        }
        const milliseconds wait = back_off(count, delivered.wait);
        ledger_.note_tries(name, {count, world_.now().milliseconds + wait.count(), wait.count()});
        plan_->wait_again(name, count);
    }

    /// The ledger first: whatever happens from here, nothing of it is sent again. A full disk holds
    /// nothing up, for what leaves the queue needs no room; but a start has to wait, or nobody
    /// would know what its session is called.
    void commit() {
        const bool is_noted = flush_ledger();
        if (stored_.empty()) {
            return;
        }
        for (const StoredItem& item : stored_) {
            plan_->leave(item.file_name, false);
        }
        result_.stored += stored_.size();
        if (!is_noted) {
            std::erase_if(stored_, [](const StoredItem& item) {
                return item.type == ItemType::session_start;
            });
        }
        exits_.stored(stored_);
        stored_.clear();
        note(exits_.keep_log(LogWhen::between));
    }

    bool flush_ledger() {
        try {
            ledger_.flush();
            return true;
        } catch (const Error& error) {
            result_.trouble = error.what();
            return false;
        }
    }

    [[nodiscard]] milliseconds back_off(int misses,
                                        std::optional<std::chrono::seconds> asked) const {
        return wait_before_next(settings_.back_off, misses, world_.chance(), asked);
    }

    /// After a round: whether there is another, and when.
    bool go_on(const std::vector<Delivered>& all) {
        const RoundOutcome round = outcome_of(all);
        if (round.ended) {
            return end(*round.ended == Verdict::denied ? RunEnd::denied : RunEnd::stopped,
                       round.reason);
        }
        if (!round.any_missed) {
            misses_ = 0;
            return true;
        }
        misses_ = round.any_answered ? 1 : misses_ + 1;
        const milliseconds wait = back_off(misses_, round.asked);
        const bool has_time = settings_.waits && wait < settings_.budget - world_.elapsed();
        if (misses_ >= settings_.most_misses || !has_time) {
            result_.next = round.asked;
            return end(RunEnd::offline, round.reason);
        }
        world_.pause(wait);
        return true;
    }

    QueueFolder& queue_;
    Target& target_;
    const RunSettings& settings_;
    const RunWorld& world_;
    ItemExits exits_;
    Ledger& ledger_;
    HeldItems held_;
    SendPlan* plan_ = nullptr;
    RunResult result_;
    std::vector<StoredItem> stored_; ///< of this round
    std::size_t all_ = 0;
    std::size_t unsettled_ = 0;
    int misses_ = 0;
};

} // namespace

RunResult run_queue(QueueFolder& queue, Target& target, const RunSettings& settings,
                    const RunWorld& world, const Share& share) {
    return Run{queue, target, settings, world, share}.run();
}

} // namespace ecg::sync
