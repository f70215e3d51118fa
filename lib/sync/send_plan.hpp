// Which items may be sent now: by priority, but a session's start before its data, and its end
// last.
#pragma once

#include "sync/blocked_sessions.hpp"
#include "sync/queue_item.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ecg::sync {

struct Waiting {
    std::string file_name;
    ItemName name;
    int tries = 0;     ///< that were refused
    bool held = false; ///< by people: it waits, and what has to wait for it does too
};

/// What may go in one step.
struct PlannedParcel {
    ItemType type = ItemType::metrics;
    std::string session_mark;
    std::vector<std::string> file_names;
};

/// sessions: items of one go together, and in order. alone: one by one, and none waits for another.
enum class Company { sessions, alone };

class SendPlan {
public:
    SendPlan(std::vector<Waiting> waiting, const BlockedSessions& blocked,
             Company company = Company::sessions);
    SendPlan(SendPlan&&) = default;
    SendPlan& operator=(SendPlan&&) = default;
    SendPlan(const SendPlan&) = delete;
    SendPlan& operator=(const SendPlan&) = delete;
    ~SendPlan() = default;

    /// Up to so many parcels that may go side by side, and are in hand from now on. is_due says
    /// whether an item's next try has come. Nothing is there when nothing may go now.
    std::vector<PlannedParcel> next(std::size_t most,
                                    const std::function<bool(const std::string&)>& is_due);

    /// An item in hand was stored, or went to failed/: a start that did blocks its session, samples
    /// and metrics that did block its end.
    void leave(const std::string& file_name, bool failed);
    /// An item in hand waits again, after so many tries.
    void wait_again(const std::string& file_name, int tries);
    /// The items of a parcel in hand, in two parts, which go next. One item cannot be halved.
    void halve(const PlannedParcel& parcel);
    /// A parcel in hand goes again as it is.
    void again(const PlannedParcel& parcel);

    /// These are held from now on, and no others.
    void hold(const std::set<std::string>& file_names);

    [[nodiscard]] std::size_t size() const { return left_; }

    /// Of those, the ones that nobody holds and nothing blocks.
    [[nodiscard]] std::size_t to_go() const;

    [[nodiscard]] std::size_t held() const;

    /// Items that wait for others of their session, which failed.
    [[nodiscard]] std::size_t blocked() const;

    /// Whether there is one that could go now, but for the time of its next try.
    [[nodiscard]] bool has_open() const;
    /// All of those.
    [[nodiscard]] std::vector<std::string> open() const;

private:
    struct Session {
        std::size_t starts = 0; ///< that wait
        std::size_t data = 0;   ///< of all other types but the end
        bool start_in_hand = false;
        bool blocked = false;
        bool end_blocked = false;
    };

    struct Entry {
        Waiting item;
        Session* session = nullptr;
        enum class State { waiting, in_hand, gone } state = State::waiting;
    };

    [[nodiscard]] bool may_go(const Entry& entry) const;
    [[nodiscard]] static bool is_blocked(const Entry& entry);
    static void block(Session& session, ItemType failed);
    static void count(const Entry& entry, bool more);
    static void move_to(Entry& entry, Entry::State state);
    Entry& entry_of(const std::string& file_name);

    // A hundred thousand may wait: each is there once, and is found by a view of its name.
    std::vector<Entry> entries_;                               ///< in the order of sending
    std::unordered_map<std::string_view, std::size_t> places_; ///< in entries_, by file name
    std::map<std::string, Session> sessions_;                  ///< by mark
    std::size_t left_ = 0;
    std::size_t begin_ = 0; ///< all entries before it are gone
    Company company_;
    std::vector<PlannedParcel> first_; ///< go before all others
};

} // namespace ecg::sync
