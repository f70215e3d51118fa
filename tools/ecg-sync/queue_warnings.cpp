#include "queue_warnings.hpp"

#include "cli/messages.hpp"
#include "sync/queue_disk.hpp"

#include <utility>

namespace ecg {
namespace {

constexpr const char* refusal = "; samples and metrics are refused until some was sent";

/// "" = there is none.
std::string doubt_text(const sync::QueueFolder& queue) {
    const sync::DiskDoubt doubt = sync::doubt_of_disk(queue.path());
    std::string text;
    if (!doubt.name.empty()) {
        text.append("lies on ").append(doubt.name).append(", where ").append(doubt.fear);
        text.append("; a disk of this machine is the place for it");
    }
    return text;
}

/// It fills up: four fifths of the limit.
bool is_nearly(const sync::QueueLimits& limits, std::size_t waiting) {
    return limits.items && waiting >= *limits.items - *limits.items / 5;
}

} // namespace

std::vector<QueueWarning> queue_warnings(const sync::QueueFolder& queue, std::size_t waiting) {
    std::vector<QueueWarning> warnings;
    if (std::string doubt = doubt_text(queue); !doubt.empty()) {
        warnings.push_back({"disk", std::move(doubt)});
    }
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

void tell_doubts(const sync::QueueFolder& queue) {
    if (const std::string doubt = doubt_text(queue); !doubt.empty()) {
        cli::tell(queue.path() + ": " + doubt);
    }
}

} // namespace ecg
