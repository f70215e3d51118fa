// The rate of a device by when its samples arrive.
#pragma once

#include "common/units.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace ecg::acquire {

/// Sample index was the last of those that arrived at a moment.
struct Arrival {
    std::int64_t index = 0;
    Seconds moment{};
};

/// Samples a second, by a straight line through the arrivals; where a read took far longer than its
/// samples did, or far less, through the longest stretch between such ones, for there something was
/// lost. Absent when they span less than a fifth of a second or do not tell it to half a percent.
std::optional<Hertz> measure_rate(const std::vector<Arrival>& arrivals);

} // namespace ecg::acquire
