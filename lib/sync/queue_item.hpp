// What waits to be sent: one JSON object a file, whose name says when its turn is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ecg::sync {

/// error: what a tool left of its crash. It is an item like any other, so that one queue, one
/// ledger and one way to try again hold for it, too.
enum class ItemType { session_start, report, session_end, waveform, metrics, error };

/// "session_start"
std::string_view name_of(ItemType type);
std::optional<ItemType> item_type_named(std::string_view name);

/// 1 is first, 10 is last.
int usual_priority(ItemType type);

/// No file of an item that has more bytes is read.
inline constexpr std::size_t largest_item = std::size_t{16} << 20;
inline constexpr std::size_t room_around = 1024; ///< for what its file has beside its data

/// An item to be queued.
struct NewItem {
    ItemType type = ItemType::metrics;
    std::string session; ///< as its recorder called it; "" = of no session. Of an error: its crash
    std::string data;    ///< a JSON object
    std::optional<int> priority;
    std::string part;     ///< the bytes of its PDF; "" = it has none
    std::string source{}; ///< the path that these came from; "" = none
};

/// What the name of a queued file says: "p05_01736339696123_waveform_1a2b3c4d.json".
struct ItemName {
    int priority = 5;
    std::int64_t sequence = 0; ///< milliseconds since 1970 or later, rising
    ItemType type = ItemType::metrics;
    std::string session_mark; ///< mark_of() its session
};

std::string text_of(const ItemName& name);
/// The file of the part of such an item: "….pdf".
std::string part_name(const ItemName& name);
/// Absent for files that others dropped in under names of their own.
std::optional<ItemName> parse_item_name(std::string_view file_name);

/// Eight hexadecimal digits that tell sessions apart: items of one session have the same.
std::string mark_of(std::string_view session);

/// A queued item as it was read.
struct QueuedItem {
    std::string file_name;
    ItemName name;
    std::string id;
    std::string session;
    std::string data; ///< a JSON object, as it stands in the file
    std::string key;  ///< the same for the same bytes, whatever happens: its Idempotency-Key
    std::string part; ///< the file of its PDF in the queue; "" = it has none there
    std::string part_sha256;
    std::string source; ///< where that PDF came from; "" = nobody said
};

/// The text of a new item's file: the keys that the queue of the original app has.
std::string item_text(const NewItem& item, const ItemName& name, std::string_view id);

/// Throws Error{data} "file_name: why" for what is no item, a cut one among them.
QueuedItem read_item(std::string_view file_name, std::string_view bytes);

} // namespace ecg::sync
