#include "sync/queue_folder.hpp"

#include "common/error.hpp"
#include "common/files.hpp"
#include "common/json_reader.hpp"
#include "common/json_writer.hpp"
#include "transfer/crypto.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace ecg::sync {
namespace {

constexpr std::size_t largest_part = std::size_t{64} << 20;
constexpr std::size_t piece_size = std::size_t{1} << 20;
constexpr std::size_t kept_synced = 100;
constexpr std::chrono::milliseconds longest_prune{500};
constexpr std::size_t prune_step = 32;    // files between two looks at the time
constexpr std::size_t longest_name = 200; // leaves room for ".error.json" within 255
constexpr std::int64_t settled_ms = 60'000;
constexpr std::string_view json_end = ".json", error_end = ".error.json";

bool exists(const std::string& path) {
    struct stat status {};

    return ::lstat(path.c_str(), &status) == 0;
}

/// Whether a file was changed less than a minute ago, or so far ahead by a wrong clock.
bool is_fresh(const std::string& path, UtcTime now) {
    struct stat status {};

    if (::lstat(path.c_str(), &status) != 0) {
        return false;
    }
    const std::int64_t changed =
        std::int64_t{status.st_mtim.tv_sec} * 1000 + status.st_mtim.tv_nsec / 1'000'000;
    return std::abs(now.milliseconds - changed) < settled_ms;
}

void remove_file(const std::string& path) {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) {
        throw Error{ErrorKind::data, path + ": " + std::strerror(errno)};
    }
}

/// A name that is free in folder, however often the same one comes.
std::string free_in(const std::string& folder, const std::string& name) {
    std::string stem = name.substr(0, name.size() - json_end.size()).substr(0, longest_name);
    std::string free = stem + std::string{json_end};
    for (int n = 2; exists(folder + '/' + free); ++n) {
        free = stem;
        free.append("~").append(std::to_string(n)).append(json_end);
    }
    return free;
}

std::string failure_json(const std::string& name, const Failure& failure, UtcTime now) {
    std::string text;
    JsonWriter json{text};
    json.begin_object().member("item", name).member("reason", failure.reason);
    if (failure.status != 0) {
        json.member("http_status", failure.status);
    }
    json.member("tries", failure.tries).member("failed_at", format_utc(now)).end_object();
    return text += '\n';
}

std::int64_t sequence_of(const std::string& name) {
    const auto parsed = parse_item_name(name);
    return parsed ? parsed->sequence : 0;
}

} // namespace

std::string_view name_of(ItemState state) {
    constexpr std::array<std::string_view, 3> names{"pending", "failed", "synced"};
    return names[static_cast<std::size_t>(state)];
}

QueueFolder::QueueFolder(std::string path, const QueueLimits& limits)
    : path_{std::move(path)}, limits_{limits} {
    make_folder(path_);
    for (const ItemState state : {ItemState::pending, ItemState::failed, ItemState::synced}) {
        make_folder(folder(state));
    }
    make_folder(state_folder());
    make_folder(parts_folder());
}

std::string QueueFolder::folder(ItemState state) const {
    return path_ + '/' + std::string{name_of(state)};
}

ItemName QueueFolder::free_name(const NewItem& item) {
    const int priority = std::clamp(item.priority.value_or(usual_priority(item.type)), 1, 10);
    ItemName name{priority, ++last_sequence_, item.type, mark_of(item.session)};
    while (exists(folder(ItemState::pending) + '/' + text_of(name))) {
        name.sequence = ++last_sequence_;
    }
    return name;
}

std::vector<std::string> QueueFolder::enqueue(const std::vector<NewItem>& items, UtcTime now) {
    const FileLock one_at_a_time = FileLock::take(state_folder() + "/enqueue.lock");
    QueueRoom{folder(ItemState::pending), state_path("waiting"), limits_}.take(items);
    std::vector<NamedBytes> files, parts;
    std::vector<std::string> names;
    last_sequence_ = std::max(last_sequence_, now.milliseconds - 1);
    for (const NewItem& item : items) {
        const ItemName name = free_name(item);
        names.push_back(text_of(name));
        std::string id{name_of(item.type)};
        id.append("_").append(std::to_string(name.sequence)).append("_");
        id.append(transfer::hex(transfer::random_bytes(4)));
        files.push_back({names.back(), item_text(item, name, id)});
        if (!item.part.empty()) {
            parts.push_back({part_name(name), item.part});
        }
    }
    write_durably(parts_folder(), parts);
    write_durably(folder(ItemState::pending), files);
    return names;
}

void QueueFolder::enqueue_once(const NewItem& item, UtcTime since) {
    const FileLock one_at_a_time = FileLock::take(state_path("enqueue.lock"));
    const ItemName name{item.priority.value_or(usual_priority(item.type)), since.milliseconds,
                        item.type, mark_of(item.session)};
    for (const ItemState state : {ItemState::pending, ItemState::failed, ItemState::synced}) {
        if (exists(folder(state) + '/' + text_of(name))) {
            return;
        }
    }
    std::string id{name_of(item.type)};
    id.append("_").append(std::to_string(name.sequence)).append("_").append(name.session_mark);
    write_durably(folder(ItemState::pending), {{text_of(name), item_text(item, name, id)}});
}

std::optional<FileLock> QueueFolder::try_lock() const {
    return FileLock::try_take(lock_path());
}

std::vector<std::string> QueueFolder::names(ItemState state) const {
    std::vector<std::string> names = names_in(folder(state));
    names.erase(std::remove_if(names.begin(), names.end(),
                               [](const std::string& name) {
                                   return !name.ends_with(json_end) || name.ends_with(error_end);
                               }),
                names.end());
    return names;
}

std::variant<QueuedItem, Unreadable> QueueFolder::read(ItemState state, const std::string& name,
                                                       UtcTime now) const {
    using Kind = Unreadable::Kind;
    const std::string path = folder(state) + '/' + name;
    std::string bytes;
    switch (read_regular(path, largest_item, bytes)) {
    case ReadFile::missing:
        return Unreadable{Kind::gone, "is gone"};
    case ReadFile::irregular:
        return Unreadable{Kind::irregular, "is no regular file"};
    case ReadFile::too_large:
        return Unreadable{Kind::broken, "has more than 16 MiB"};
    case ReadFile::whole:
        break;
    }
    try {
        return read_item(name, bytes);
    } catch (const Error& error) {
        return Unreadable{is_fresh(path, now) ? Kind::unsettled : Kind::broken,
                          std::string{error.what()}.substr(name.size() + 2)};
    }
}

std::string QueueFolder::part_path(const QueuedItem& item) const {
    if (!item.part.empty()) {
        return parts_folder() + '/' + item.part;
    }
    JsonReader reader{64};
    const auto named = reader.parse(item.data, item.file_name).text_at("file_path");
    if (!named) {
        throw Error{ErrorKind::data, item.file_name + ": names no PDF"};
    }
    return std::string{*named};
}

std::string QueueFolder::read_part(const QueuedItem& item) const {
    const std::string path = part_path(item);
    if (item.part.empty()) {
        return read_whole_file(path);
    }
    std::string bytes;
    if (read_regular(path, largest_part, bytes) != ReadFile::whole) {
        throw Error{ErrorKind::data, path + ": cannot be read"};
    }
    if (transfer::hex(transfer::bytes_of(transfer::sha256(bytes))) != item.part_sha256) {
        throw Error{ErrorKind::data, path + ": is not as it was queued"};
    }
    return bytes;
}

std::string QueueFolder::part_file(const QueuedItem& item) const {
    std::string path = part_path(item);
    InputFile file{path};
    transfer::Sha256 hash;
    for (std::string piece; file.read(piece, piece_size) > 0; piece.clear()) {
        hash.add(piece);
    }
    if (!item.part.empty() &&
        transfer::hex(transfer::bytes_of(hash.finish())) != item.part_sha256) {
        throw Error{ErrorKind::data, path + ": is not as it was queued"};
    }
    return path;
}

std::string QueueFolder::sent_file(const QueuedItem& item) const {
    if (!item.source.empty()) {
        return item.source;
    }
    return item.name.type == ItemType::report ? part_path(item)
                                              : folder(ItemState::pending) + '/' + item.file_name;
}

std::string QueueFolder::failure_text(const std::string& name) const {
    std::string bytes;
    const std::string path = folder(ItemState::failed) + '/' + name;
    const std::string beside =
        path.substr(0, path.size() - json_end.size()) + std::string{error_end};
    read_regular(beside, largest_item, bytes);
    return bytes;
}

std::string QueueFolder::fail(const std::string& name, const Failure& failure, UtcTime now) const {
    const std::string to = folder(ItemState::failed);
    std::string there = free_in(to, name);
    const std::string beside =
        there.substr(0, there.size() - json_end.size()) + std::string{error_end};
    write_durably(to, {{beside, failure_json(there, failure, now)}});
    move_file(folder(ItemState::pending) + '/' + name, to + '/' + there);
    sync_folder(to);
    sync_folder(folder(ItemState::pending));
    return there;
}

void QueueFolder::finish(const std::vector<std::string>& names) const {
    const std::string from = folder(ItemState::pending), to = folder(ItemState::synced);
    for (const std::string& name : names) {
        const std::string path = from + '/' + name;
        if (exists(path)) { // else somebody took it away while it was sent
            move_file(path, to + '/' + name);
        }
    }
    sync_folder(to);
    sync_folder(from);
    for (const std::string& name : names) {
        remove_part_of(name);
    }
}

void QueueFolder::remove_part_of(const std::string& name) const {
    if (const auto parsed = parse_item_name(name); parsed && parsed->type == ItemType::report) {
        remove_file(parts_folder() + '/' + part_name(*parsed));
    }
}

std::vector<std::string> QueueFolder::sent_by_age() const {
    std::vector<std::string> all = names(ItemState::synced);
    std::sort(all.begin(), all.end(), [](const std::string& a, const std::string& b) {
        return sequence_of(a) < sequence_of(b);
    });
    return all;
}

void QueueFolder::prune(const std::function<std::chrono::milliseconds()>& elapsed) const {
    std::vector<std::string> all = sent_by_age();
    all.resize(all.size() - std::min(all.size(), kept_synced));
    const auto end = elapsed() + longest_prune;
    for (std::size_t i = 0; i < all.size() && (i % prune_step != 0 || elapsed() < end); ++i) {
        remove_file(folder(ItemState::synced) + '/' + all[i]);
    }
}

void QueueFolder::make_room() const {
    const std::string from = folder(ItemState::synced);
    const auto is_short = [&] { return !trouble_with_room(limits_, disk_room(from)).empty(); };
    if (!is_short()) {
        return;
    }
    for (const std::string& name : sent_by_age()) {
        if (!is_short()) {
            return;
        }
        remove_file(from + '/' + name);
    }
}

bool QueueFolder::retry(const std::string& name) const {
    const std::string from = folder(ItemState::failed), to = folder(ItemState::pending);
    if (!exists(from + '/' + name)) {
        return false;
    }
    const std::string there = exists(to + '/' + name) ? free_in(to, name) : name;
    move_file(from + '/' + name, to + '/' + there);
    sync_folder(to);
    remove_file(from + '/' + name.substr(0, name.size() - json_end.size()) +
                std::string{error_end});
    sync_folder(from);
    return true;
}

bool QueueFolder::drop(const std::string& name) const {
    for (const ItemState state : {ItemState::pending, ItemState::failed}) {
        const std::string path = folder(state) + '/' + name;
        if (exists(path)) {
            remove_file(path);
            remove_file(path.substr(0, path.size() - json_end.size()) + std::string{error_end});
            sync_folder(folder(state));
            remove_part_of(name);
            return true;
        }
    }
    return false;
}

void QueueFolder::tidy() const {
    for (const std::string& place : {folder(ItemState::pending), folder(ItemState::failed),
                                     folder(ItemState::synced), state_folder()}) {
        if (::faccessat(AT_FDCWD, place.c_str(), W_OK | X_OK, AT_EACCESS) != 0) {
            throw Error{ErrorKind::data, place + ": " + std::strerror(errno)};
        }
    }
    for (const std::string& place :
         {folder(ItemState::pending), folder(ItemState::failed), state_folder(), parts_folder()}) {
        remove_unfinished(place);
    }
    make_room();
}

} // namespace ecg::sync
