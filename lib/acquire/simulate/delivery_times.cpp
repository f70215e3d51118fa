#include "acquire/simulate/delivery_times.hpp"

#include <cmath>
#include <utility>

namespace ecg::acquire {
namespace {

constexpr double rounding = 1e-9; // a moment that is a multiple but for this is one

} // namespace

DeliveryTimes::DeliveryTimes(Milliseconds burst, std::vector<TimedFault> stalls)
    : burst_{burst}, stalls_{std::move(stalls)} {}

Seconds DeliveryTimes::delivery(Seconds complete) const {
    Seconds moment = complete;
    for (const TimedFault& stall : stalls_) {
        if (moment > stall.from && moment < stall.to) {
            moment = stall.to;
        }
    }
    if (burst_.count() > 0) {
        moment = burst_ * std::ceil(moment / burst_ - rounding);
    }
    return moment;
}

} // namespace ecg::acquire
