// Every setting that the tools know: its names, its default, and what it may be.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::config {

struct Key {
    std::string name;                      ///< in ecg.yaml, sections with points: "report.paper"
    std::string environment;               ///< in the environment and in .env: "ECG_PAPER"
    std::string_view flag;                 ///< "--paper"; "" when there is none
    std::string fallback;                  ///< the default; "" when there is none
    std::vector<std::string_view> choices; ///< empty: any text
    bool secret = false;                   ///< never shown
    bool is_list = false; ///< one or more, with commas between them; in ecg.yaml also a list
    bool is_shown_when_set = false; ///< else it is not listed
};

/// The settings of the tools that exist.
std::span<const Key> known_keys();

} // namespace ecg::config
