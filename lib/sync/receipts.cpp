#include "sync/receipts.hpp"

#include <algorithm>
#include <utility>

namespace ecg::sync {
namespace {

constexpr std::string_view ledger_begin = "ledger-", ledger_end = ".jsonl";

/// Who refused it, and why. The server's reasons have stood without its name since there was no
/// other target.
Failure joined(const std::map<std::string, Failure>& failures) {
    Failure all;
    for (const auto& [target, failure] : failures) {
        all.reason.append(all.reason.empty() ? "" : "; ");
        all.reason.append(target == server_name ? "" : target + ": ").append(failure.reason);
        all.status = std::max(all.status, failure.status);
        all.tries = std::max(all.tries, failure.tries);
    }
    return all;
}

void forget_refusal(Ledger& ledger, const std::string& name) {
    const auto stored = ledger.stored().find(name);
    const std::string key = stored != ledger.stored().end() ? stored->second : "";
    ledger.forget(name);
    if (!key.empty()) {
        ledger.note_stored(name, key);
    }
}

} // namespace

std::string ledger_path(const QueueFolder& queue, const std::string& target) {
    if (target == server_name) {
        return queue.ledger_path();
    }
    std::string name{ledger_begin};
    return queue.state_path(name.append(target).append(ledger_end));
}

std::vector<std::string> targets_with_ledger(const QueueFolder& queue) {
    std::vector<std::string> names{std::string{server_name}};
    for (const std::string& file : names_in(queue.state_path(""))) {
        if (file.starts_with(ledger_begin) && file.ends_with(ledger_end)) {
            const std::size_t around = ledger_begin.size() + ledger_end.size();
            names.push_back(file.substr(ledger_begin.size(), file.size() - around));
        }
    }
    return names;
}

void forget_refusals(const QueueFolder& queue, const std::string& name) {
    for (const std::string& target : targets_with_ledger(queue)) {
        Ledger ledger{ledger_path(queue, target)};
        forget_refusal(ledger, name);
        ledger.flush();
    }
}

Receipts::Receipts(const QueueFolder& queue, Rules rules, std::function<UtcTime()> now)
    : queue_{queue}, rules_{std::move(rules)}, now_{std::move(now)} {}

void Receipts::load(const std::string& target, const Ledger& ledger) {
    for (const auto& [name, key] : ledger.stored()) {
        items_[name][target] = {key, {}};
    }
    for (const auto& [name, refusal] : ledger.refused()) {
        items_[name][target] = {refusal.key,
                                Failure{refusal.reason, refusal.status, refusal.tries}};
    }
}

void Receipts::settle_left_over() {
    const std::lock_guard lock{one_at_a_time_};
    if (items_.empty()) {
        return;
    }
    std::vector<StoredItem> left_over;
    for (const std::string& name : queue_.names(ItemState::pending)) {
        if (!items_.contains(name)) {
            continue;
        }
        const auto read = queue_.read(ItemState::pending, name, now_());
        if (const auto* const found = std::get_if<QueuedItem>(&read)) {
            left_over.push_back({name, found->key, found->name.type});
        }
    }
    settle(left_over);
}

bool Receipts::wants(const std::string& target, const StoredItem& item) {
    const std::vector<std::string>& targets = rules_.targets_of(item.type);
    if (std::find(targets.begin(), targets.end(), target) == targets.end()) {
        return false;
    }
    const std::lock_guard lock{one_at_a_time_};
    const auto found = items_.find(item.file_name);
    if (found == items_.end()) {
        return !gone_.contains(item.file_name);
    }
    const auto said = found->second.find(target);
    // ours never change, so their names say enough
    return said == found->second.end() || (!item.key.empty() && said->second.key != item.key);
}

std::vector<std::string> Receipts::stored(const std::string& target,
                                          const std::vector<StoredItem>& items) {
    const std::lock_guard lock{one_at_a_time_};
    for (const StoredItem& item : items) {
        items_[item.file_name][target] = {item.key, {}};
    }
    return settle(items);
}

bool Receipts::refused(const std::string& target, const StoredItem& item, const Failure& failure) {
    const std::lock_guard lock{one_at_a_time_};
    items_[item.file_name][target] = {item.key, failure};
    settle({item});
    return gone_.contains(item.file_name);
}

/// Those that all targets are through with leave the queue. Returns the names of those that all
/// have.
std::vector<std::string> Receipts::settle(const std::vector<StoredItem>& items) {
    std::vector<StoredItem> through;
    for (const StoredItem& item : items) {
        const State state = state_of(item);
        if (state == State::open || !gone_.insert(item.file_name).second) {
            continue;
        }
        if (state == State::stored) {
            through.push_back(item);
        } else {
            fail(item);
        }
    }
    finish_items(queue_, through, now_());
    finished_ += through.size();
    std::vector<std::string> names;
    for (const StoredItem& item : through) {
        items_.erase(item.file_name);
        names.push_back(item.file_name);
    }
    return names;
}

bool Receipts::broken(const std::string& name, const Failure& failure) {
    const std::lock_guard lock{one_at_a_time_};
    if (!gone_.insert(name).second) {
        return false;
    }
    queue_.fail(name, failure, now_());
    ++failed_;
    return true;
}

Receipts::State Receipts::state_of(const StoredItem& item) const {
    State state = State::stored;
    const auto& said = items_.at(item.file_name);
    for (const std::string& target : rules_.targets_of(item.type)) {
        const auto one = said.find(target);
        if (one == said.end() || one->second.key != item.key) {
            return State::open;
        }
        state = one->second.refusal ? State::refused : state;
    }
    return state;
}

void Receipts::fail(const StoredItem& item) {
    std::map<std::string, Failure> failures;
    for (const std::string& target : rules_.targets_of(item.type)) {
        if (const auto& refusal = items_.at(item.file_name).at(target).refusal) {
            failures[target] = *refusal;
        }
    }
    queue_.fail(item.file_name, joined(failures), now_());
    ++failed_;
}

void Receipts::clear(Ledger& ledger) const {
    if (ledger.stored().empty() && ledger.refused().empty()) {
        return;
    }
    const auto names_of = [&](ItemState state) {
        const std::vector<std::string> names = queue_.names(state);
        return std::set<std::string>{names.begin(), names.end()};
    };
    const std::set<std::string> pending = names_of(ItemState::pending);
    const std::set<std::string> failed = names_of(ItemState::failed);
    std::set<std::string> known;
    for (const auto& [name, key] : ledger.stored()) {
        known.insert(name);
    }
    for (const auto& [name, refusal] : ledger.refused()) {
        known.insert(name);
    }
    for (const std::string& name : known) {
        if (failed.contains(name)) {
            forget_refusal(ledger, name);
        } else if (!pending.contains(name)) {
            ledger.forget(name);
        }
    }
}

void Receipts::note_refused(const std::string& target, BlockedSessions& blocked) {
    const std::lock_guard lock{one_at_a_time_};
    for (const auto& [name, said] : items_) {
        const auto parsed = parse_item_name(name);
        const auto one = said.find(target);
        if (parsed && one != said.end() && one->second.refusal) {
            note_blocked(blocked, *parsed);
        }
    }
}

} // namespace ecg::sync
