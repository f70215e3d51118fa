// What the log of uploads says of one file that a target took: as the original app wrote it, and
// more.
#pragma once

#include "common/time.hpp"
#include "sync/target.hpp"

#include <set>
#include <string>
#include <string_view>

namespace ecg::sync {

/// What was sent, as it lies here.
struct SentFile {
    std::string path;
    std::string item{}; ///< its id in the queue; "" = it went past that
    std::string type{}; ///< of the item
    std::string mark;   ///< what tells it from others that became the same object
};

/// One JSON object in one line: local_path, uploaded_at, service, result and metadata, and an id
/// that is the same whenever the same file is told of.
std::string upload_entry(const Upload& upload, const SentFile& sent, UtcTime now);

/// What the ids of all entries of one object begin with: 32 hexadecimal digits.
std::string object_mark(const Upload& upload);

inline constexpr std::size_t object_mark_length = 32;

/// The ids in a text of entries, however it is laid out.
std::set<std::string> entry_ids(std::string_view text);

} // namespace ecg::sync
