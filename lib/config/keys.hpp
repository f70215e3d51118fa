// Every setting that the tools know: its names, its default, and what it may be.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace ecg::config {

struct Key {
    std::string_view name;                 ///< in ecg.yaml, sections with points: "report.paper"
    std::string_view environment;          ///< in the environment and in .env: "ECG_PAPER"
    std::string_view flag;                 ///< "--paper"; "" when there is none
    std::string_view fallback;             ///< the default; "" when there is none
    std::vector<std::string_view> choices; ///< empty: any text
    bool secret = false;                   ///< never shown
    bool is_list = false;                  ///< one or more choices, with commas between them
};

/// The settings of the tools that exist.
std::span<const Key> known_keys();

} // namespace ecg::config
