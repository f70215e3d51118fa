// Which items may be sent now: by priority, but a session's start before its data, and its end
// last.
#pragma once

#include "sync/queue_item.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace ecg::sync {

struct Waiting {
    std::string file_name;
    ItemName name;
    int tries = 0; ///< that were refused
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
    /// blocked: marks of sessions whose start went to failed/.
    SendPlan(std::vector<Waiting> waiting, std::set<std::string> blocked,
             Company company = Company::sessions);

    /// Up to so many parcels that may go side by side, and are in hand from now on. is_due says
    /// whether an item's next try has come. Nothing is there when nothing may go now.
    std::vector<PlannedParcel> next(std::size_t most,
                                    const std::function<bool(const std::string&)>& is_due);

    /// An item in hand was stored, or went to failed/: a start that did blocks its session.
    void leave(const std::string& file_name, bool failed);
    /// An item in hand waits again, after so many tries.
    void wait_again(const std::string& file_name, int tries);
    /// The items of a parcel in hand, in two parts, which go next. One item cannot be halved.
    void halve(const PlannedParcel& parcel);
    /// A parcel in hand goes again as it is.
    void again(const PlannedParcel& parcel);

    [[nodiscard]] std::size_t size() const { return waiting_.size(); }

    /// Items that wait for a start that failed.
    [[nodiscard]] std::size_t blocked() const;

    /// Those that could go now, but for the time of their next try.
    [[nodiscard]] std::vector<std::string> open() const;

private:
    struct Entry {
        Waiting item;
        bool in_hand = false;
    };

    struct Session {
        std::size_t starts = 0; ///< that wait
        std::size_t data = 0;   ///< of all other types but the end
        bool blocked = false;
    };

    using Place = std::tuple<int, std::int64_t, std::string>; ///< in the order of sending

    [[nodiscard]] bool may_go(const Entry& entry) const;
    void count(const Waiting& item, bool more);
    Entry& entry_of(const std::string& file_name);

    std::map<Place, Entry> waiting_;
    std::map<std::string, Place> places_; ///< by file name
    std::map<std::string, Session> sessions_;
    Company company_;
    std::vector<PlannedParcel> first_; ///< go before all others
};

} // namespace ecg::sync
