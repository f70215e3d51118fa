// Which settings of a serial line are worth listening at.
#pragma once

#include "acquire/device/driver.hpp"

#include <string>
#include <vector>

namespace ecg::acquire {

/// Those of the drivers, the commonest first.
std::vector<LineSettings> lines_of_drivers();

/// Speeds at which boards also print numbers.
std::vector<LineSettings> other_lines();

/// Whether a speed makes a difference at that port.
bool has_speed(const std::string& port);

} // namespace ecg::acquire
