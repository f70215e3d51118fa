#include "serve/clock.hpp"

#include <algorithm>
#include <memory>
#include <mutex>

namespace ecg::serve {
namespace {

class ForwardClock {
public:
    ForwardClock(Clock set, std::function<std::chrono::microseconds()> running)
        : set_{std::move(set)}, running_{std::move(running)}, anchor_{set_()}, anchored_{
                                                                                   running_()} {}

    Moment now() {
        const std::lock_guard lock{mutex_};
        const std::chrono::microseconds running = running_();
        anchor_ = std::max(set_(), anchor_ + (running - anchored_));
        anchored_ = running;
        return anchor_;
    }

private:
    std::mutex mutex_;
    Clock set_;
    std::function<std::chrono::microseconds()> running_;
    Moment anchor_;
    std::chrono::microseconds anchored_;
};

template <typename Source> std::chrono::microseconds since_epoch() {
    return std::chrono::duration_cast<std::chrono::microseconds>(Source::now().time_since_epoch());
}

} // namespace

Clock forward_clock() {
    return forward_clock([] { return Moment{} + since_epoch<std::chrono::system_clock>(); },
                         since_epoch<std::chrono::steady_clock>);
}

Clock forward_clock(Clock set, std::function<std::chrono::microseconds()> running) {
    const auto clock = std::make_shared<ForwardClock>(std::move(set), std::move(running));
    return [clock] { return clock->now(); };
}

} // namespace ecg::serve
