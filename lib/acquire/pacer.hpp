// Plays time back: waits until a moment of the recording has come.
#pragma once

#include "common/units.hpp"

#include <chrono>
#include <optional>

namespace ecg::acquire {

/// The clock starts when a Pacer is made.
class Pacer {
public:
    /// speed: seconds of recording a second of clock; absent: as fast as can be.
    explicit Pacer(std::optional<double> speed);

    /// Returns when moment, counted in the recording, has come; sooner when a stop is requested.
    void wait_until(Seconds moment) const;

private:
    std::optional<double> speed_;
    std::chrono::steady_clock::time_point start_;
};

} // namespace ecg::acquire
