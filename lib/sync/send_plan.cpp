#include "sync/send_plan.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace ecg::sync {
namespace {

constexpr std::size_t most_metrics = 500, most_waveforms = 20;
constexpr std::size_t look_ahead = 20'000; // for what fills a parcel

std::size_t room_of(ItemType type) {
    switch (type) {
    case ItemType::metrics:
        return most_metrics;
    case ItemType::waveform:
        return most_waveforms;
    case ItemType::session_start:
    case ItemType::report:
    case ItemType::session_end:
    case ItemType::error:
        break;
    }
    return 1;
}

/// A parcel that still has room, and of which priority its items are.
struct Filling {
    PlannedParcel parcel;
    int priority = 0;
    std::size_t room = 0;

    [[nodiscard]] bool takes(const Waiting& item) const {
        return room > 0 && item.tries == 0 && item.name.priority == priority &&
               item.name.type == parcel.type && item.name.session_mark == parcel.session_mark;
    }
};

bool goes_before(const Waiting& a, const Waiting& b) {
    return std::tie(a.name.priority, a.name.sequence, a.file_name) <
           std::tie(b.name.priority, b.name.sequence, b.file_name);
}

} // namespace

SendPlan::SendPlan(std::vector<Waiting> waiting, const BlockedSessions& blocked, Company company)
    : left_{waiting.size()}, company_{company} {
    std::sort(waiting.begin(), waiting.end(), goes_before);
    for (const std::string& mark : blocked.starts) {
        sessions_[mark].blocked = true;
    }
    for (const std::string& mark : blocked.ends) {
        sessions_[mark].end_blocked = true;
    }
    entries_.reserve(waiting.size());
    places_.reserve(waiting.size());
    for (Waiting& item : waiting) {
        Session& session = sessions_[item.name.session_mark];
        entries_.push_back({std::move(item), &session});
        places_.emplace(entries_.back().item.file_name, entries_.size() - 1);
        count(entries_.back(), true);
    }
}

void SendPlan::count(const Entry& entry, bool more) {
    if (entry.item.name.type == ItemType::session_end) {
        return;
    }
    const bool is_start = entry.item.name.type == ItemType::session_start;
    std::size_t& number = is_start ? entry.session->starts : entry.session->data;
    number = more ? number + 1 : number - 1;
}

SendPlan::Entry& SendPlan::entry_of(const std::string& file_name) {
    return entries_[places_.at(file_name)];
}

bool SendPlan::may_go(const Entry& entry) const {
    if (entry.state != Entry::State::waiting || entry.item.held) {
        return false;
    }
    const Session& session = *entry.session;
    if (company_ == Company::alone) {
        return true;
    }
    if (entry.item.name.type == ItemType::session_start) {
        return !session.start_in_hand; // each command that queues a line brings one
    }
    const bool is_end = entry.item.name.type == ItemType::session_end;
    return !is_blocked(entry) && session.starts == 0 && (!is_end || session.data == 0);
}

void SendPlan::move_to(Entry& entry, Entry::State state) {
    entry.state = state;
    if (entry.item.name.type == ItemType::session_start) {
        entry.session->start_in_hand = state == Entry::State::in_hand;
    }
}

bool SendPlan::is_blocked(const Entry& entry) {
    const ItemType type = entry.item.name.type;
    const Session& session = *entry.session;
    return (session.blocked && type != ItemType::session_start) ||
           (session.end_blocked && type == ItemType::session_end);
}

void SendPlan::block(Session& session, ItemType failed) {
    session.blocked = session.blocked || failed == ItemType::session_start;
    session.end_blocked =
        session.end_blocked || failed == ItemType::metrics || failed == ItemType::waveform;
}

std::vector<PlannedParcel> SendPlan::next(std::size_t most,
                                          const std::function<bool(const std::string&)>& is_due) {
    std::vector<Filling> parcels;
    while (!first_.empty() && parcels.size() < most) {
        parcels.push_back({std::move(first_.front())});
        first_.erase(first_.begin());
    }
    std::size_t seen = 0;
    while (begin_ < entries_.size() && entries_[begin_].state == Entry::State::gone) {
        ++begin_;
    }
    for (std::size_t at = begin_; at < entries_.size(); ++at) {
        Entry& entry = entries_[at];
        const bool full =
            parcels.size() >= most && std::all_of(parcels.begin(), parcels.end(),
                                                  [](const Filling& one) { return one.room == 0; });
        if (full || (!parcels.empty() && ++seen > look_ahead)) {
            break;
        }
        const Waiting& item = entry.item;
        if (!may_go(entry) || !is_due(item.file_name)) {
            continue;
        }
        auto parcel = std::find_if(parcels.begin(), parcels.end(),
                                   [&](const Filling& one) { return one.takes(item); });
        if (parcel == parcels.end()) {
            if (parcels.size() >= most) {
                continue;
            }
            const bool alone = company_ == Company::alone || item.tries > 0;
            const std::size_t room = alone ? 1 : room_of(item.name.type);
            parcels.push_back(
                {{item.name.type, item.name.session_mark, {}}, item.name.priority, room});
            parcel = parcels.end() - 1;
        }
        parcel->parcel.file_names.push_back(item.file_name);
        --parcel->room;
        move_to(entry, Entry::State::in_hand);
    }
    std::vector<PlannedParcel> planned;
    for (Filling& one : parcels) {
        planned.push_back(std::move(one.parcel));
    }
    return planned;
}

void SendPlan::leave(const std::string& file_name, bool failed) {
    Entry& entry = entry_of(file_name);
    move_to(entry, Entry::State::gone);
    count(entry, false);
    --left_;
    if (failed) {
        block(*entry.session, entry.item.name.type);
    }
}

void SendPlan::wait_again(const std::string& file_name, int tries) {
    Entry& entry = entry_of(file_name);
    move_to(entry, Entry::State::waiting);
    entry.item.tries = tries;
}

void SendPlan::halve(const PlannedParcel& parcel) {
    const auto middle =
        parcel.file_names.begin() + static_cast<std::ptrdiff_t>(parcel.file_names.size() / 2);
    PlannedParcel front = parcel, back = parcel;
    front.file_names.assign(parcel.file_names.begin(), middle);
    back.file_names.assign(middle, parcel.file_names.end());
    first_.insert(first_.begin(), {std::move(front), std::move(back)});
}

void SendPlan::again(const PlannedParcel& parcel) {
    first_.push_back(parcel);
}

void SendPlan::hold(const std::set<std::string>& file_names) {
    for (Entry& entry : entries_) {
        entry.item.held = file_names.contains(entry.item.file_name);
    }
}

std::size_t SendPlan::to_go() const {
    return static_cast<std::size_t>(
        std::count_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
            const bool waits_for_others = company_ == Company::sessions && is_blocked(entry);
            return entry.state != Entry::State::gone && !entry.item.held && !waits_for_others;
        }));
}

std::size_t SendPlan::held() const {
    return static_cast<std::size_t>(
        std::count_if(entries_.begin(), entries_.end(), [](const Entry& entry) {
            return entry.state != Entry::State::gone && entry.item.held;
        }));
}

std::size_t SendPlan::blocked() const {
    if (company_ == Company::alone) {
        return 0;
    }
    return static_cast<std::size_t>(
        std::count_if(entries_.begin(), entries_.end(), [](const Entry& entry) {
            return entry.state != Entry::State::gone && is_blocked(entry);
        }));
}

bool SendPlan::has_open() const {
    return !first_.empty() || std::any_of(entries_.begin(), entries_.end(),
                                          [&](const Entry& entry) { return may_go(entry); });
}

std::vector<std::string> SendPlan::open() const {
    std::vector<std::string> names;
    for (const Entry& entry : entries_) {
        if (may_go(entry)) {
            names.push_back(entry.item.file_name);
        }
    }
    return names;
}

} // namespace ecg::sync
