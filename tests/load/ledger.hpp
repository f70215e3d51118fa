// What the server acknowledged, held against what it has.
#pragma once

#include "load/items.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::load {

/// What reading everything back came to.
struct Findings {
    std::int64_t read = 0;
    std::int64_t lost = 0;       ///< acknowledged, and not there
    std::int64_t twice = 0;      ///< there more than once, or acknowledged with another's id
    std::int64_t wrong = 0;      ///< there with other numbers or another id, or never sent
    std::int64_t unanswered = 0; ///< there though its answer never came: no fault
    std::string example;         ///< of the first fault

    [[nodiscard]] std::int64_t faults() const { return lost + twice + wrong; }

    void add(const Findings& other);
};

/// Of one session.
class Ledger {
public:
    /// session: a number that no other session has.
    Ledger(const Items& items, std::int64_t session) : items_{&items}, session_{session} {}

    /// The next of that kind; it counts as sent.
    Item next(Kind kind);
    /// id: what the answer said, as "metric_12".
    void acknowledge(const Item& item, std::string_view id);

    /// A row that was read back.
    void see(Kind kind, const JsonValue& row);
    /// After all rows were seen.
    [[nodiscard]] Findings findings() const;

    /// The ids of reports that were seen, with their numbers.
    [[nodiscard]] std::vector<std::pair<std::int64_t, std::int64_t>> reports() const;
    void see_file(std::int64_t n, std::string_view bytes);

    [[nodiscard]] std::int64_t session() const { return session_; }

private:
    struct Entry {
        std::int64_t id = 0; ///< as acknowledged; 0: it was not
        std::int64_t seen_id = 0;
        int seen = 0;
        bool same = true;
    };

    void note(std::int64_t& count, std::string_view what, const Item& item);

    const Items* items_;
    std::int64_t session_;
    std::array<std::vector<Entry>, kinds> entries_;
    Findings strange_;
};

} // namespace ecg::load
