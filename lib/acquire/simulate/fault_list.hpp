// What shall go wrong between the simulated device and the host: "drop=1%,unplug@20+3,split".
#pragma once

#include "common/units.hpp"

#include <string_view>
#include <vector>

namespace ecg::acquire {

enum class TimedKind { stall, pause, unplug, reboot };

/// From one moment of the device's time to another; a reboot takes none.
struct TimedFault {
    TimedKind kind{};
    Seconds from{};
    Seconds to{};
};

struct FaultList {
    // how many of the packets, 0 to 1
    double drop = 0;      ///< not sent
    double flip = 0;      ///< one bit is wrong
    double hit = 0;       ///< a byte of the frame's structure is wrong, so that it is none
    double cut = 0;       ///< its second half is lost
    double duplicate = 0; ///< sent twice
    double garbage = 0;   ///< junk goes before it
    bool split = false;   ///< written in small pieces
    bool boot_text = false;
    std::vector<TimedFault> timed; ///< by moment
};

/// A list of NAME=P%, NAME@T+D (seconds), reboot@T, split and boot-text; "" is no fault. Throws
/// Error{usage} naming the item and what it should be like.
FaultList parse_faults(std::string_view text);

} // namespace ecg::acquire
