// The serial ports of this machine.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::acquire {

struct PortInfo {
    std::string path;        ///< "/dev/ttyUSB0"
    std::string stable_path; ///< below /dev/serial/by-id, "" when there is none
    std::string description;
    std::string kind; ///< "usb", "bluetooth" or "native"
    std::optional<int> vendor, product;
    std::string serial;
    std::string bridge; ///< "FTDI", "CP210x" …; "" when the numbers say nothing
    std::string access; ///< "" when it can be opened, else why not: "needs group dialout", "in use
                        ///< by pid 812"
};

/// Sorted by path.
std::vector<PortInfo> list_ports();

/// The maker of a USB bridge by its numbers; "" for any other.
std::string_view bridge_name(int vendor, int product);

} // namespace ecg::acquire
