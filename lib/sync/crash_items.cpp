#include "sync/crash_items.hpp"

#include "common/error.hpp"
#include "common/json_reader.hpp"
#include "common/json_writer.hpp"
#include "common/text.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <vector>

namespace ecg::sync {
namespace {

constexpr std::size_t largest_record = std::size_t{256} << 10, kept_records = 100;
constexpr std::string_view name_begin = "crash_", name_end = ".json";
/// A record is renamed before it is read: one that ecg-sync was killed over is read once more, and
/// then no longer, lest it be what kills it.
constexpr std::array<std::string_view, 3> tries{"", "again-", "unread-"};

struct Found {
    std::size_t tries = 0; ///< that ended in the middle
    std::string name;      ///< without the mark of those
    UtcTime since;
};

std::optional<Found> parse_name(std::string_view file) {
    Found found;
    for (std::size_t i = 1; i < tries.size(); ++i) {
        if (file.starts_with(tries[i])) {
            found.tries = i;
            file.remove_prefix(tries[i].size());
            break;
        }
    }
    if (!file.starts_with(name_begin) || !file.ends_with(name_end)) {
        return std::nullopt;
    }
    found.name = file;
    file.remove_prefix(name_begin.size());
    const auto ms = parse_integer(file.substr(0, std::min(file.find('_'), file.size())));
    if (!ms || *ms < 0 || *ms > 99'999'999'999'999) {
        return std::nullopt;
    }
    found.since = {*ms};
    return found;
}

std::string id_in(std::string_view name) {
    name.remove_prefix(name_begin.size());
    name.remove_suffix(name_end.size());
    return std::string{name};
}

/// "ecg-serve 0.1.0: SIGSEGV at 0x0", "… SIGABRT, uncaught std::bad_alloc"
std::string message_of(const JsonValue& record) {
    std::string message = record.text_at("tool").value_or("") + " ";
    message.append(record.text_at("version").value_or("")).append(": ");
    message.append(record.text_at("cause").value_or(""));
    if (const auto address = record.text_at("address")) {
        message.append(" at ").append(*address);
    }
    if (const auto exception = record.text_at("exception")) {
        message.append(", uncaught ").append(*exception);
    }
    if (record.boolean_at("sent").value_or(false)) {
        message.append(", sent by another program");
    }
    return message;
}

/// A frame a line, then the files with their build ids.
std::string trace_of(const JsonValue& record) {
    std::string trace;
    if (const auto frames = record.find("backtrace")) {
        frames->each_element(
            [&](const JsonValue& frame) { trace.append(frame.text().value_or("")).append("\n"); });
    }
    if (const auto modules = record.find("modules")) {
        modules->each_member([&](std::string_view name, const JsonValue& id) {
            trace.append("build id of ").append(name).append(" ");
            trace.append(id.text().value_or("")).append("\n");
        });
    }
    return trace;
}

void write_system(JsonWriter& json, const JsonValue& record) {
    json.key("system_info").begin_object();
    for (const std::string_view key :
         {"os", "memory_mb", "tool", "version", "id", "pid", "notes"}) {
        if (const auto value = record.find(key)) {
            json.key(key == "id" ? "crash_id" : key).raw(value->json());
        }
    }
    json.end_object();
}

NewItem item_of(std::string id, std::string data) {
    NewItem item;
    item.type = ItemType::error;
    item.session = std::move(id);
    item.data = std::move(data);
    return item;
}

NewItem item_of_unread(std::string_view name, const std::string& device_serial) {
    const auto found = parse_name(name);
    std::string data;
    JsonWriter json{data};
    json.begin_object().member("timestamp", format_utc(found ? found->since : UtcTime{}));
    json.member("error_type", "crash");
    json.member("error_message", "a tool crashed; what it left cannot be read");
    json.text_unless_empty("device_serial", device_serial).end_object();
    return item_of(id_in(name), std::move(data));
}

void move_to(const std::string& folder, const std::string& from, const std::string& to) {
    if (::rename((folder + '/' + from).c_str(), (folder + '/' + to).c_str()) != 0) {
        throw Error{ErrorKind::data, folder + '/' + from + ": " + std::strerror(errno)};
    }
}

/// "" when it is no file of a record's size, or somebody else's.
std::string read_record(const std::string& path) {
    std::string record;
    try {
        if (read_regular(path, largest_record, record) == ReadFile::whole) {
            return record;
        }
    } catch (const Error&) {
        // Its crash is reported all the same.
    }
    return "";
}

void take(QueueFolder& queue, const CrashSource& source, const Found& found,
          const std::string& file) {
    const std::size_t next = std::min(found.tries + 1, tries.size() - 1);
    const std::string in_hand = std::string{tries[next]} + found.name;
    if (in_hand != file) {
        move_to(source.folder, file, in_hand);
    }
    const bool may_read = found.tries + 1 < tries.size();
    const std::string record = may_read ? read_record(source.folder + '/' + in_hand) : "";
    queue.enqueue_once(crash_item(record, found.name, source.device_serial), found.since);
    move_to(source.folder, in_hand, "queued/" + found.name);
}

void prune(const std::string& folder) {
    std::vector<std::string> names = names_in(folder); // by time, with which they begin
    names.resize(names.size() - std::min(names.size(), kept_records));
    for (const std::string& name : names) {
        ::unlink((folder + '/' + name).c_str());
    }
}

std::size_t errors_waiting(const QueueFolder& queue) {
    const std::vector<std::string> names = queue.names(ItemState::pending);
    return static_cast<std::size_t>(
        std::count_if(names.begin(), names.end(), [](const std::string& name) {
            const auto parsed = parse_item_name(name);
            return parsed && parsed->type == ItemType::error;
        }));
}

} // namespace

NewItem crash_item(std::string_view record, std::string_view name,
                   const std::string& device_serial) {
    JsonReader reader{16};
    std::optional<JsonValue> read;
    try {
        read = reader.parse(record, name);
    } catch (const Error&) {
        read.reset();
    }
    if (!read || read->text_at("schema") != "ecg.crash/1" ||
        !parse_utc(read->text_at("time").value_or(""))) {
        return item_of_unread(name, device_serial);
    }
    const auto frames = read->find("backtrace");
    const bool is_signal = frames && frames->json() != "[]";
    std::string data;
    JsonWriter json{data};
    json.begin_object().key("timestamp").raw(read->find("time")->json());
    json.text_unless_empty("device_serial", device_serial);
    json.member("error_type", is_signal ? "crash" : "internal_error");
    json.member("error_message", message_of(*read));
    json.member("stack_trace", trace_of(*read));
    write_system(json, *read);
    json.end_object();
    return item_of(id_in(name), std::move(data));
}

void take_crashes(QueueFolder& queue, const CrashSource& source) {
    if (::access(source.folder.c_str(), F_OK) != 0) {
        return; // nothing has crashed here yet
    }
    const std::size_t waiting = errors_waiting(queue);
    std::size_t taken = 0;
    for (const std::string& file : names_in(source.folder)) {
        const auto found = parse_name(file);
        if (found && waiting + taken < source.most_waiting) {
            make_folder(source.folder + "/queued");
            take(queue, source, *found, file);
            ++taken;
        }
    }
    if (taken > 0) {
        prune(source.folder + "/queued");
        sync_folder(source.folder + "/queued");
        sync_folder(source.folder); // before any of them is sent
    }
}

} // namespace ecg::sync
