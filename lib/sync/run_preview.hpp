// What a run would send, without sending or writing anything.
#pragma once

#include "common/time.hpp"
#include "sync/queue_folder.hpp"
#include "sync/rules.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace ecg::sync {

/// One request.
struct PreviewParcel {
    std::size_t round = 1; ///< those of one round go side by side
    ItemType type = ItemType::metrics;
    std::vector<std::string> file_names;
    std::size_t bytes = 0; ///< of their data, unpacked, and of a report's PDF
    std::string object;    ///< what it is called there; "" where it has no name of ours
};

struct RunPreview {
    std::vector<PreviewParcel> parcels;                 ///< in order
    std::vector<std::pair<std::string, UtcTime>> later; ///< refused before: not before that time
    std::vector<std::pair<std::string, std::string>> unreadable; ///< and why
    std::size_t held = 0;                                        ///< by people
    std::size_t waiting = 0; ///< behind what is held, comes later or failed
};

struct PreviewedTarget {
    std::string name;
    bool knows_sessions = false; ///< else each item becomes an object
    std::size_t at_once = 1;     ///< parcels
    bool mails_errors = false;   ///< in words, which have no object's name
};

struct TargetPreview {
    std::string name;
    RunPreview run;
    std::vector<std::string> stored; ///< there already; they wait for others
    std::vector<std::pair<std::string, std::string>> refused; ///< there for good, and why
    std::string trouble;    ///< why nothing would go after all, where whoever asks knows of any
    std::string shown_as{}; ///< "" for the server alone
};

/// As run_targets() would have it with targets that take all. The lock is not needed: another may
/// be at work meanwhile. Throws Error{data}.
std::vector<TargetPreview> preview_targets(const QueueFolder& queue, const Rules& rules,
                                           const std::vector<PreviewedTarget>& targets,
                                           UtcTime now);

} // namespace ecg::sync
