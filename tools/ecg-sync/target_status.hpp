// What waits for each target, and how it was with it the last time.
#pragma once

#include "sync/ledger.hpp"
#include "sync/queue_folder.hpp"
#include "sync/rules.hpp"
#include "sync/target_memory.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ecg {

struct TargetStatus {
    std::string name;
    std::size_t waiting = 0;         ///< items that it is to have, and has not settled
    std::size_t stored = 0;          ///< that it has, and that wait for others
    std::size_t refused = 0;         ///< that it will never have, and that wait for others
    std::size_t retrying = 0;        ///< of those that wait: it refused them, and gets them again
    std::optional<UtcTime> next_try; ///< the first of those
    sync::TargetNote last;           ///< its last run
};

/// Counts items one by one, as they are met in pending/.
class TargetCounts {
public:
    /// Throws Error{data} as Ledger does.
    TargetCounts(const sync::QueueFolder& queue, sync::Rules rules, UtcTime now);

    /// name: as parse_item_name() has it; absent for what others dropped in.
    void add(const std::string& file_name, const std::optional<sync::ItemName>& name);

    /// Each target of the rules, in their order.
    std::vector<TargetStatus> finish();

private:
    struct Counted {
        TargetStatus status;
        std::unique_ptr<sync::Ledger> ledger;
    };

    void add_to(Counted& target, const std::string& file_name) const;

    const sync::QueueFolder& queue_;
    sync::Rules rules_;
    UtcTime now_;
    std::vector<Counted> targets_;
};

/// For people, a line a target: "for s3  2 wait; last run 3 min ago: offline, HTTP status 503".
std::string as_text(const std::vector<TargetStatus>& targets, UtcTime now);

} // namespace ecg
