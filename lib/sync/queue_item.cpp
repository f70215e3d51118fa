#include "sync/queue_item.hpp"

#include "common/error.hpp"
#include "common/json_member.hpp"
#include "common/json_reader.hpp"
#include "common/json_writer.hpp"
#include "common/text.hpp"
#include "common/time.hpp"
#include "transfer/crypto.hpp"

#include <algorithm>
#include <array>

namespace ecg::sync {
namespace {

constexpr std::size_t mark_length = 8, sequence_length = 14, key_length = 40;
constexpr std::int64_t last_sequence = 99'999'999'999'999;
constexpr std::array<std::string_view, 6> type_names{"session_start", "report",  "session_end",
                                                     "waveform",      "metrics", "error"};
constexpr std::array<int, 6> priorities{1, 2, 3, 5, 7, 8};

[[noreturn]] void fail(std::string_view file_name, const std::string& why) {
    throw Error{ErrorKind::data, std::string{file_name} + ": " + why};
}

std::string padded(std::int64_t number, std::size_t length) {
    const std::string digits = std::to_string(number);
    return std::string(length - std::min(length, digits.size()), '0') + digits;
}

std::string sha256_of(std::string_view bytes) {
    return transfer::hex(transfer::bytes_of(transfer::sha256(bytes)));
}

std::string digest_of(std::string_view bytes, std::size_t length) {
    return sha256_of(bytes).substr(0, length);
}

bool is_hex(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

/// The place of a file under a name of another's: by what stands in it.
ItemName name_from(const JsonValue& item, ItemType type, std::string_view session) {
    ItemName name;
    name.type = type;
    const auto priority = item.integer_at("priority").value_or(usual_priority(type));
    name.priority = static_cast<int>(std::clamp<std::int64_t>(priority, 1, 10));
    const auto queued = parse_utc(item.text_at("queued_at").value_or(""));
    name.sequence = queued ? queued->milliseconds : last_sequence;
    name.session_mark = mark_of(session);
    return name;
}

/// The key of what an item belongs to.
std::string_view whose(ItemType type) {
    return type == ItemType::error ? "crash_id" : "session_id";
}

} // namespace

std::string_view name_of(ItemType type) {
    return type_names[static_cast<std::size_t>(type)];
}

std::optional<ItemType> item_type_named(std::string_view name) {
    const auto found = std::find(type_names.begin(), type_names.end(), name);
    return found == type_names.end()
               ? std::nullopt
               : std::optional{static_cast<ItemType>(found - type_names.begin())};
}

int usual_priority(ItemType type) {
    return priorities[static_cast<std::size_t>(type)];
}

std::string mark_of(std::string_view session) {
    return digest_of(session, mark_length);
}

std::string text_of(const ItemName& name) {
    std::string text{"p"};
    text.append(padded(name.priority, 2))
        .append("_")
        .append(padded(name.sequence, sequence_length));
    text.append("_").append(name_of(name.type)).append("_").append(name.session_mark);
    return text.append(".json");
}

std::string part_name(const ItemName& name) {
    std::string text = text_of(name);
    return text.replace(text.size() - 4, 4, "pdf");
}

std::optional<ItemName> parse_item_name(std::string_view file_name) {
    constexpr std::size_t type_at = 4 + sequence_length + 1; // behind "p05_" and "…_"
    constexpr std::string_view end = ".json";
    if (file_name.size() < type_at + 1 + mark_length + end.size() || file_name[0] != 'p' ||
        file_name[3] != '_' || file_name[type_at - 1] != '_' || !file_name.ends_with(end)) {
        return std::nullopt;
    }
    file_name.remove_suffix(end.size());
    const std::size_t mark_at = file_name.size() - mark_length;
    const auto priority = parse_integer(file_name.substr(1, 2));
    const auto sequence = parse_integer(file_name.substr(4, sequence_length));
    const auto type = mark_at > type_at && file_name[mark_at - 1] == '_'
                          ? item_type_named(file_name.substr(type_at, mark_at - 1 - type_at))
                          : std::nullopt;
    if (!priority || *priority < 1 || *priority > 10 || !sequence || *sequence < 0 || !type ||
        !is_hex(file_name.substr(mark_at))) {
        return std::nullopt;
    }
    return ItemName{static_cast<int>(*priority), *sequence, *type,
                    std::string{file_name.substr(mark_at)}};
}

std::string item_text(const NewItem& item, const ItemName& name, std::string_view id) {
    std::string text;
    text.reserve(item.data.size() + room_around);
    JsonWriter json{text};
    json.begin_object().member("id", id).member("type", name_of(item.type));
    json.text_unless_empty(whose(item.type), item.session);
    if (!item.part.empty()) {
        json.member("part", part_name(name)).member("part_sha256", sha256_of(item.part));
        json.text_unless_empty("source", item.source);
    }
    json.key("data").raw(item.data).member("priority", name.priority);
    json.member("queued_at", format_utc({name.sequence}));
    json.member("retry_count", 0).member("status", "pending").end_object();
    return text += '\n';
}

QueuedItem read_item(std::string_view file_name, std::string_view bytes) {
    JsonReader reader{64};
    const JsonValue item = reader.parse(bytes, file_name);
    const auto type = item_type_named(item.text_at("type").value_or(""));
    const auto data = item.find("data");
    if (!type) {
        fail(file_name, "type is none that can be sent");
    }
    if (!data || data->kind() != JsonKind::object) {
        fail(file_name, "data is missing");
    }
    QueuedItem read;
    read.file_name = file_name;
    read.id = item.text_at("id").value_or(std::string{file_name});
    read.session = item.text_at(whose(*type)).value_or(data->text_at("session_id").value_or(""));
    if (read.session.empty() && (*type == ItemType::metrics || *type == ItemType::waveform ||
                                 *type == ItemType::session_end)) {
        fail(file_name, "data.session_id is missing");
    }
    const auto place = place_of_member(bytes, "data");
    read.data = place ? bytes.substr(place->first, place->count) : data->json();
    read.key = digest_of(bytes, key_length);
    read.part = item.text_at("part").value_or("");
    read.part_sha256 = item.text_at("part_sha256").value_or("");
    read.source = item.text_at("source").value_or("");
    if (read.part.find('/') != std::string::npos || read.part.starts_with('.')) {
        fail(file_name, "part is no file of the queue");
    }
    const auto named = parse_item_name(file_name);
    read.name = named ? *named : name_from(item, *type, read.session);
    if (read.name.type != *type || read.name.session_mark != mark_of(read.session)) {
        fail(file_name, "is another item than its name says");
    }
    return read;
}

} // namespace ecg::sync
