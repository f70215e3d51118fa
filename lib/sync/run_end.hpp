// How a run ended.
#pragma once

#include <string_view>

namespace ecg::sync {

enum class RunEnd {
    done,    ///< nothing is left that could be sent
    waiting, ///< what is left has its next try behind the budget
    closed,  ///< nothing more may begin at this hour
    offline, ///< the target is not there
    denied,  ///< it does not know us
    stopped,
};

/// "done", "waiting", "closed", "offline", "denied", "stopped"
std::string_view name_of(RunEnd end);

} // namespace ecg::sync
