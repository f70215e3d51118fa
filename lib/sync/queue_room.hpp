// How much a queue may hold, and whom it refuses beyond: samples and metrics first.
#pragma once

#include "sync/queue_item.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::sync {

/// What of a disk is to stay free: so many bytes, or a share of it, but a GiB at most.
struct LeastFree {
    std::uint64_t bytes = 0;
    double share = 0; ///< 0.05 = 5 %; 0 = bytes hold

    /// "500M", "5%", "off". Absent for anything else, and for half of a disk or more.
    static std::optional<LeastFree> parse(std::string_view text);
};

/// Beyond these samples and metrics are refused; starts, ends and reports beyond twice the items or
/// below a fifth of the room. Crashes have a limit of their own.
struct QueueLimits {
    std::optional<std::size_t> items; ///< that wait; absent = any number
    LeastFree least_free;
};

/// Bytes of the file system on which a file or folder lies, for those who are not root.
struct DiskRoom {
    std::uint64_t free = 0;
    std::uint64_t whole = 0; ///< 0 where the file system does not say
};

/// Throws Error{data}.
DiskRoom disk_room(const std::string& path);

/// The bytes that are to stay free on that disk.
std::uint64_t wanted_free(const LeastFree& least, const DiskRoom& room);

/// What a queue has too much, or its disk too little, of, as words behind a subject: "500000 items
/// wait, and sync.queue_items is 500000". slack: 1 for the limits themselves, 2 beyond which
/// nothing is taken. "" = all is well.
std::string trouble_with_items(const QueueLimits& limits, std::size_t waiting, unsigned slack = 1);
std::string trouble_with_room(const QueueLimits& limits, const DiskRoom& room, unsigned slack = 1);

/// Knows about how many items wait, without counting them each time: those that were counted last,
/// and those queued since. Only what looks like too many is counted again.
class QueueRoom {
public:
    /// pending: the folder of what waits; note: the file with that number.
    QueueRoom(std::string pending, std::string note, const QueueLimits& limits);

    /// Throws Error{unavailable} "folder: why" when one of items is to be refused. Otherwise they
    /// count as queued. Needs the lock of those who queue.
    void take(const std::vector<NewItem>& items) const;

private:
    [[nodiscard]] std::size_t waiting_with(std::size_t more) const;

    std::string pending_;
    std::string note_;
    const QueueLimits& limits_;
};

} // namespace ecg::sync
