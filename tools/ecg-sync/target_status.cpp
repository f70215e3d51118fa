#include "target_status.hpp"

#include "queue_status.hpp"
#include "sync/receipts.hpp"

#include <algorithm>
#include <utility>

namespace ecg {
namespace {

using std::chrono::milliseconds;

/// "; refused 2 for good; 1 refused so far, tried again in 4 min"
std::string refusals_text(const TargetStatus& target, UtcTime now) {
    std::string text;
    if (target.refused > 0) {
        text.append("; refused ").append(std::to_string(target.refused)).append(" for good");
    }
    if (target.retrying > 0) {
        text.append("; ").append(std::to_string(target.retrying)).append(" refused so far");
    }
    if (target.next_try) {
        const milliseconds wait{target.next_try->milliseconds - now.milliseconds};
        text.append(", tried again ");
        text.append(wait.count() > 0 ? "in " + span_text(wait) : "at the next run");
    }
    return text;
}

/// "; last run 3 min ago: offline, HTTP status 503; left alone for 7 min more, as it asked"
std::string last_text(const sync::TargetNote& last, UtcTime now) {
    const auto time = parse_utc(last.time);
    if (!time) {
        return "; not asked yet";
    }
    const milliseconds age{now.milliseconds - time->milliseconds};
    std::string text = "; last run ";
    text.append(age.count() < 0 ? "after the time that is now" : span_text(age) + " ago");
    text.append(": ").append(last.end).append(last.reason.empty() ? "" : ", " + last.reason);
    if (const milliseconds rest = last.rest(now); rest.count() > 0) {
        text.append(last.asked ? "; left alone as it asked, next try in " : "; next try in ");
        text.append(span_text(rest));
    }
    return text;
}

} // namespace

TargetCounts::TargetCounts(const sync::QueueFolder& queue, sync::Rules rules, UtcTime now)
    : queue_{queue}, rules_{std::move(rules)}, now_{now} {
    const sync::TargetMemory memory{queue};
    for (const std::string& name : rules_.all()) {
        Counted target;
        target.status.name = name;
        if (const sync::TargetNote* const note = memory.find(name)) {
            target.status.last = *note;
        }
        target.ledger =
            std::make_unique<sync::Ledger>(sync::ledger_path(queue, name), sync::LedgerUse::look);
        targets_.push_back(std::move(target));
    }
}

void TargetCounts::add(const std::string& file_name, const std::optional<sync::ItemName>& name) {
    if (targets_.size() == 1) {
        add_to(targets_.front(), file_name); // whatever it is
        return;
    }
    std::optional<sync::ItemType> type = name ? std::optional{name->type} : std::nullopt;
    if (!type) {
        const auto read = queue_.read(sync::ItemState::pending, file_name, now_);
        const auto* const item = std::get_if<sync::QueuedItem>(&read);
        if (item == nullptr) {
            return; // nobody can be given it
        }
        type = item->name.type;
    }
    const std::vector<std::string>& names = rules_.targets_of(*type);
    for (Counted& target : targets_) {
        if (std::find(names.begin(), names.end(), target.status.name) != names.end()) {
            add_to(target, file_name);
        }
    }
}

void TargetCounts::add_to(Counted& target, const std::string& file_name) const {
    const sync::Ledger& ledger = *target.ledger;
    TargetStatus& status = target.status;
    if (ledger.stored().contains(file_name)) {
        ++status.stored;
        return;
    }
    if (ledger.refused().contains(file_name)) {
        ++status.refused;
        return;
    }
    ++status.waiting;
    if (ledger.tries_of(file_name).count > 0) {
        ++status.retrying;
        const UtcTime next{now_.milliseconds + ledger.wait_of(file_name, now_).count()};
        status.next_try = status.next_try ? std::min(*status.next_try, next) : next;
    }
}

std::vector<TargetStatus> TargetCounts::finish() {
    std::vector<TargetStatus> all;
    for (Counted& target : targets_) {
        all.push_back(std::move(target.status));
    }
    return all;
}

std::string as_text(const std::vector<TargetStatus>& targets, UtcTime now) {
    std::string text;
    for (const TargetStatus& target : targets) {
        text.append("for ").append(target.name).append("  ");
        text.append(std::to_string(target.waiting))
            .append(target.waiting == 1 ? " waits" : " wait");
        if (target.stored > 0) {
            text.append(", it has ").append(std::to_string(target.stored));
        }
        text.append(refusals_text(target, now)).append(last_text(target.last, now)) += '\n';
    }
    return text;
}

} // namespace ecg
