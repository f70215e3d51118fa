#include "queue_warnings.hpp"

#include "cli/messages.hpp"

#include <utility>

namespace ecg {
namespace {

constexpr const char* refusal = "; samples and metrics are refused until some was sent";

/// It fills up: four fifths of the limit.
bool is_nearly(const sync::QueueLimits& limits, std::size_t waiting) {
    return limits.items && waiting >= *limits.items - *limits.items / 5;
}

} // namespace

std::vector<QueueWarning> queue_warnings(const sync::QueueFolder& queue, std::size_t waiting) {
    std::vector<QueueWarning> warnings;
    const sync::QueueLimits& limits = queue.limits();
    if (std::string trouble = sync::trouble_with_items(limits, waiting); !trouble.empty()) {
        warnings.push_back({"items", trouble + refusal, true});
    } else if (is_nearly(limits, waiting)) {
        warnings.push_back({"items", std::to_string(waiting) + " items wait of the " +
                                         std::to_string(*limits.items) +
                                         " that sync.queue_items allows"});
    }
    const sync::DiskRoom room = sync::disk_room(queue.path());
    if (std::string trouble = sync::trouble_with_room(limits, room); !trouble.empty()) {
        warnings.push_back({"room", trouble + refusal, true});
    }
    return warnings;
}

void tell_warnings(const sync::QueueFolder& queue, std::size_t waiting) {
    for (const QueueWarning& warning : queue_warnings(queue, waiting)) {
        cli::tell(queue.path() + ": " + warning.text);
    }
}

} // namespace ecg
