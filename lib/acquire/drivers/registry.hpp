// The table of drivers: every kind of device that this program can talk to.
#pragma once

#include "acquire/device/driver.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ecg::acquire {

/// In the order in which an unknown device is tried: the pickier first.
const std::vector<Driver>& drivers();

/// Throws Error{usage} naming those that there are.
const Driver& driver_named(std::string_view name);

/// A driver with its options settled.
struct ChosenDriver {
    const Driver* driver = nullptr;
    DriverOptions options;
};

/// "name:key=value,…". Throws Error{usage}.
ChosenDriver choose_driver(std::string_view text);

} // namespace ecg::acquire
