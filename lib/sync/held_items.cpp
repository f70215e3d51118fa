#include "sync/held_items.hpp"

#include "common/error.hpp"
#include "common/json_reader.hpp"
#include "common/json_writer.hpp"
#include "common/utf8.hpp"

#include <sys/stat.h>

#include <algorithm>

namespace ecg::sync {
namespace {

constexpr std::size_t largest = std::size_t{64} << 20;

std::set<std::string> names_in_list(const std::string& path) {
    std::string bytes;
    const ReadFile got = read_regular(path, largest, bytes);
    std::set<std::string> names;
    if (got == ReadFile::missing) {
        return names;
    }
    JsonReader reader{64};
    std::optional<JsonValue> list;
    if (got == ReadFile::whole) {
        list = reader.parse(bytes, path).find("held");
    }
    if (!list || list->kind() != JsonKind::array) {
        throw Error{ErrorKind::data, path + ": is no list of held items; mend or remove it"};
    }
    list->each_element([&](const JsonValue& name) { names.emplace(name.text().value_or("")); });
    return names;
}

/// What waits no more is forgotten on this occasion.
void write_list(const QueueFolder& queue, std::set<std::string> names) {
    const std::vector<std::string> pending = queue.names(ItemState::pending); // sorted
    std::erase_if(names, [&](const std::string& name) {
        return !std::binary_search(pending.begin(), pending.end(), name);
    });
    std::string text;
    JsonWriter json{text};
    json.begin_object().key("held").begin_array();
    for (const std::string& name : names) {
        json.value(name);
    }
    json.end_array().end_object();
    const std::string path = queue.held_path();
    const std::size_t slash = path.rfind('/');
    write_durably(path.substr(0, slash), {{path.substr(slash + 1), text += '\n'}});
}

FileLock lock_list(const QueueFolder& queue) {
    return FileLock::take(queue.held_path() + ".lock");
}

} // namespace

HeldItems::HeldItems(const QueueFolder& queue) : path_{queue.held_path()}, mark_{mark()} {
    read();
}

HeldItems::Mark HeldItems::mark() const {
    struct stat status {};

    if (::lstat(path_.c_str(), &status) != 0) {
        return {};
    }
    return {status.st_ino, status.st_size,
            std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec};
}

void HeldItems::read() {
    names_ = names_in_list(path_);
}

bool HeldItems::refresh() {
    const Mark now = mark();
    if (now == mark_) {
        return false;
    }
    mark_ = now;
    read();
    return true;
}

void hold_items(const QueueFolder& queue, const std::vector<std::string>& file_names) {
    for (const std::string& name : file_names) {
        if (!is_utf8(name)) {
            throw Error{ErrorKind::data, name + ": cannot be held, for its name is no UTF-8"};
        }
    }
    const FileLock one_at_a_time = lock_list(queue);
    std::set<std::string> names = names_in_list(queue.held_path());
    names.insert(file_names.begin(), file_names.end());
    write_list(queue, std::move(names));
}

std::size_t release_items(const QueueFolder& queue, const std::vector<std::string>& file_names) {
    const FileLock one_at_a_time = lock_list(queue);
    std::set<std::string> names = names_in_list(queue.held_path());
    std::size_t released = 0;
    for (const std::string& name : file_names) {
        released += names.erase(name);
    }
    if (released > 0) {
        write_list(queue, std::move(names));
    }
    return released;
}

} // namespace ecg::sync
