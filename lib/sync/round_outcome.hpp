// What the answers to parcels that went side by side mean for the run.
#pragma once

#include "sync/target.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace ecg::sync {

struct RoundOutcome {
    std::optional<Verdict> ended;              ///< denied or abandoned: nothing more is to be sent
    std::string reason;                        ///< of denied, and of a parcel that missed
    bool any_answered = false;                 ///< stored or refused
    bool any_missed = false;                   ///< later or unreachable
    std::optional<std::chrono::seconds> asked; ///< the longest wait that was asked for
};

RoundOutcome outcome_of(const std::vector<Delivered>& all);

} // namespace ecg::sync
