// Which targets are to have an item.
#pragma once

#include "sync/queue_item.hpp"

#include <string>
#include <vector>

namespace ecg::sync {

/// Names of targets; "backend" is the server.
struct Rules {
    std::vector<std::string> reports{"backend"};
    std::vector<std::string> sessions{"backend"}; ///< starts, samples, metrics, ends

    std::vector<std::string> errors{"backend"};

    [[nodiscard]] const std::vector<std::string>& targets_of(ItemType type) const {
        return type == ItemType::report ? reports : type == ItemType::error ? errors : sessions;
    }

    /// Each once, in the order of the rules.
    [[nodiscard]] std::vector<std::string> all() const;
};

} // namespace ecg::sync
