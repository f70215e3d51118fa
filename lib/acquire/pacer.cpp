#include "acquire/pacer.hpp"

#include "common/stop.hpp"

#include <algorithm>
#include <thread>

namespace ecg::acquire {
namespace {

constexpr std::chrono::milliseconds patience{50}; // how long a stop may go unnoticed

} // namespace

Pacer::Pacer(std::optional<double> speed)
    : speed_{speed}, start_{std::chrono::steady_clock::now()} {}

void Pacer::wait_until(Seconds moment) const {
    if (!speed_) {
        return;
    }
    using Clock = std::chrono::steady_clock;
    const auto due = start_ + std::chrono::duration_cast<Clock::duration>(moment / *speed_);
    for (auto now = Clock::now(); now < due && !stop_requested(); now = Clock::now()) {
        std::this_thread::sleep_for(std::min<Clock::duration>(due - now, patience));
    }
}

} // namespace ecg::acquire
