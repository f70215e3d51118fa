// Which targets are to have an item.
#pragma once

#include "sync/queue_item.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ecg::sync {

inline constexpr std::string_view server_name = "backend";

/// Names of targets.
struct Rules {
    std::vector<std::string> reports{std::string{server_name}};
    std::vector<std::string> sessions{std::string{server_name}}; ///< starts, samples, metrics, ends
    std::vector<std::string> errors{std::string{server_name}};

    [[nodiscard]] const std::vector<std::string>& targets_of(ItemType type) const {
        return type == ItemType::report ? reports : type == ItemType::error ? errors : sessions;
    }

    /// Each once, in the order of the rules.
    [[nodiscard]] std::vector<std::string> all() const;
};

bool is_server_alone(const Rules& rules);

/// How a run with these targets names one of them: the server alone goes without its name, as it
/// did before there were others.
std::string shown_name(const std::string& target, const Rules& rules);

} // namespace ecg::sync
