// What a run would send, without sending or writing anything.
#pragma once

#include "common/time.hpp"
#include "sync/queue_folder.hpp"

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
};

struct RunPreview {
    std::vector<PreviewParcel> parcels;                 ///< in order
    std::vector<std::pair<std::string, UtcTime>> later; ///< refused before: not before that time
    std::vector<std::pair<std::string, std::string>> unreadable; ///< and why
    std::size_t held = 0;                                        ///< by people
    std::size_t waiting = 0; ///< behind what is held, comes later or failed
};

/// As run_queue() would have it with a target that takes all, and so many parcels at once. The lock
/// is not needed: another may be at work meanwhile. Throws Error{data}.
RunPreview preview_run(const QueueFolder& queue, std::size_t at_once, UtcTime now);

} // namespace ecg::sync
