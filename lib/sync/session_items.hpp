// A recording as items of the queue: its start, its samples, its metrics and its end.
#pragma once

#include "common/json_reader.hpp"
#include "sync/queue_item.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::sync {

/// Takes the lines of ecg.session/1, one after the other, of one session or several.
class SessionItems {
public:
    /// The items of a line. Throws Error{data} "where: why" for what is no such line.
    std::vector<NewItem> add(std::string_view line, const std::string& where);

private:
    JsonReader reader_;
    std::string session_; ///< of the last line
};

} // namespace ecg::sync
