// How long to wait before the next try.
#pragma once

#include "common/time.hpp"

#include <chrono>
#include <optional>

namespace ecg::sync {

struct BackOff {
    std::chrono::milliseconds first{5'000}; ///< doubled with each miss
    std::chrono::milliseconds longest{3'600'000};
};

/// Before try number misses + 1: any time up to the doubled one, as chance from 0 to 1 has it, so
/// that many clients do not come back as one; never less than what the server asked for.
std::chrono::milliseconds wait_before_next(const BackOff& back_off, int misses, double chance,
                                           std::optional<std::chrono::seconds> asked);

/// What is left of a wait that was noted to end at next. None once that is over, nor when more is
/// left than was noted: then the clock was set back, and could hold things up for years.
std::chrono::milliseconds wait_left(UtcTime next, std::chrono::milliseconds noted, UtcTime now);

} // namespace ecg::sync
