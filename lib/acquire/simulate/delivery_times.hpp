// When the bytes of a sample go out: at once, or late as stalls and USB bridges have it.
#pragma once

#include "acquire/simulate/fault_list.hpp"
#include "common/units.hpp"

#include <vector>

namespace ecg::acquire {

/// Of the device's time. Later samples never go out before earlier ones.
class DeliveryTimes {
public:
    /// burst: bytes go out at whole multiples of it; 0 for at once. stalls by moment.
    DeliveryTimes(Milliseconds burst, std::vector<TimedFault> stalls);

    /// Of bytes that are complete at that moment.
    [[nodiscard]] Seconds delivery(Seconds complete) const;

private:
    Seconds burst_;
    std::vector<TimedFault> stalls_;
};

} // namespace ecg::acquire
