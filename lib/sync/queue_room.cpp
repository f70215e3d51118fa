#include "sync/queue_room.hpp"

#include "common/error.hpp"
#include "common/files.hpp"
#include "common/text.hpp"
#include "sync/byte_count.hpp"
#include "sync/queue_files.hpp"

#include <fcntl.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace ecg::sync {
namespace {

constexpr std::uint64_t most_of_share = std::uint64_t{1} << 30;
constexpr double largest_share = 0.5;
constexpr std::uint64_t room_beyond = 5; // a fifth of the least room is for what is urgent
constexpr int least_urgent = 5;          // samples; metrics are less urgent still
constexpr std::size_t digits = 20;

bool is_urgent(const NewItem& item) {
    return item.priority.value_or(usual_priority(item.type)) < least_urgent;
}

/// What a note says; absent when it cannot be read as a number.
std::optional<std::size_t> noted(const std::string& path) {
    std::string text;
    if (read_regular(path, digits + 1, text) != ReadFile::whole || text.size() != digits + 1) {
        return std::nullopt;
    }
    const auto number = parse_integer(trim(text));
    return number && *number >= 0 ? std::optional{static_cast<std::size_t>(*number)} : std::nullopt;
}

/// Without a flush: a note that is lost or old costs one count, or a few items beyond the limit.
void note(const std::string& path, std::size_t number) {
    try {
        std::string text = std::to_string(number);
        text.insert(0, digits - text.size(), ' ');
        const OpenFile file{path, O_WRONLY | O_CREAT | O_NOFOLLOW};
        write_all(file.number(), text += '\n', path);
    } catch (const Error&) {
        // where nothing can be written, nothing can be queued
    }
}

std::string percent_text(double share) {
    return format_number(100 * share, 1) + " %";
}

} // namespace

std::optional<LeastFree> LeastFree::parse(std::string_view text) {
    if (text == "off") {
        return LeastFree{};
    }
    if (text.ends_with('%')) {
        text.remove_suffix(1);
        const auto percent = parse_number(trim(text));
        if (!percent || !(*percent > 0) || !(*percent < 100 * largest_share)) {
            return std::nullopt;
        }
        return LeastFree{0, *percent / 100};
    }
    const auto bytes = parse_byte_count(text);
    return bytes ? std::optional{LeastFree{*bytes, 0}} : std::nullopt;
}

DiskRoom disk_room(const std::string& path) {
    struct statvfs disk {};

    if (::statvfs(path.c_str(), &disk) != 0) {
        throw Error{ErrorKind::data, path + ": " + std::strerror(errno)};
    }
    return {std::uint64_t{disk.f_bavail} * disk.f_frsize,
            std::uint64_t{disk.f_blocks} * disk.f_frsize};
}

std::uint64_t wanted_free(const LeastFree& least, const DiskRoom& room) {
    if (room.whole == 0) {
        return 0; // it does not say what is free either
    }
    if (least.share == 0) {
        return least.bytes;
    }
    const double part = least.share * static_cast<double>(room.whole);
    return std::min(most_of_share, static_cast<std::uint64_t>(part));
}

std::string trouble_with_items(const QueueLimits& limits, std::size_t waiting, unsigned slack) {
    if (!limits.items || waiting / slack < *limits.items) {
        return "";
    }
    return std::to_string(waiting) + " items wait, and sync.queue_items is " +
           std::to_string(*limits.items);
}

std::string trouble_with_room(const QueueLimits& limits, const DiskRoom& room, unsigned slack) {
    const std::uint64_t wanted =
        wanted_free(limits.least_free, room) / (slack > 1 ? room_beyond : 1);
    if (room.free >= wanted) {
        return "";
    }
    std::string text = "of its disk " + byte_count_text(room.free) + " is free, and ";
    const LeastFree& least = limits.least_free;
    text.append("sync.least_free is ");
    return text.append(least.share > 0 ? percent_text(least.share) : byte_count_text(least.bytes));
}

QueueRoom::QueueRoom(std::string pending, std::string note, const QueueLimits& limits)
    : pending_{std::move(pending)}, note_{std::move(note)}, limits_{limits} {}

std::size_t QueueRoom::waiting_with(std::size_t more) const {
    const std::optional<std::size_t> before = noted(note_);
    if (before && *before + more < *limits_.items) {
        return *before + more;
    }
    return names_in(pending_).size() + more;
}

void QueueRoom::take(const std::vector<NewItem>& items) const {
    if (items.empty()) {
        return;
    }
    const bool all_urgent = std::all_of(items.begin(), items.end(), is_urgent);
    const unsigned slack = all_urgent ? 2 : 1;
    const char* const whom = all_urgent ? ": nothing is taken until some of it was sent"
                                        : ": samples and metrics are refused until some was sent";
    std::string trouble = trouble_with_room(limits_, disk_room(pending_), slack);
    std::size_t waiting = 0;
    if (trouble.empty() && limits_.items) {
        waiting = waiting_with(items.size());
        trouble = trouble_with_items(limits_, waiting - items.size(), slack);
    }
    if (!trouble.empty()) {
        throw Error{ErrorKind::unavailable, pending_ + ": " + trouble + whom};
    }
    if (limits_.items) {
        note(note_, waiting);
    }
}

} // namespace ecg::sync
