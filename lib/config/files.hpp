// What the two kinds of settings file say, with the line of each word.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace ecg::config {

struct Placed {
    std::string value;
    std::int64_t line = 0;
    bool is_list = false; ///< value has commas between its words
};

using PlacedValues = std::map<std::string, Placed, std::less<>>;

/// KEY=VALUE lines, as shells and the desktop app write them: comments, "export", quotes.
/// Throws Error{usage} "path:line: why".
PlacedValues read_env_file(const std::string& path);

/// Nested maps as "section.key". Throws Error{usage} "path:line: why", also for a list of anything
/// but words, for a key given twice, and when path cannot be read.
PlacedValues read_yaml_file(const std::string& path);

} // namespace ecg::config
