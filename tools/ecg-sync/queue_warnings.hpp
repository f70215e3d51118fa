// What somebody should do something about before the queue takes nothing more.
#pragma once

#include "sync/queue_folder.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ecg {

struct QueueWarning {
    std::string_view about; ///< "disk", "items", "room": of each there is one at most
    std::string text;
    bool is_refusal = false; ///< samples and metrics are refused for it
};

/// waiting: how many items do. Throws Error{data}.
std::vector<QueueWarning> queue_warnings(const sync::QueueFolder& queue, std::size_t waiting);

/// Each in one line on standard error.
void tell_warnings(const sync::QueueFolder& queue, std::size_t waiting);

/// One line on standard error where the disk is none that keeps what a queue relies on.
void tell_doubts(const sync::QueueFolder& queue);

} // namespace ecg
