#include "sync/watch_pace.hpp"

#include <algorithm>

namespace ecg::sync {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds breath{100};      // in which another gets the lock
constexpr milliseconds least_rest{1000}; // chance may say none at all
constexpr milliseconds busy_rest{1000};

} // namespace

void WatchPace::rest(milliseconds wait, bool wakes) {
    wait_ = wait;
    wakes_ = wakes;
}

void WatchPace::passed(const RunResult& result, milliseconds until_open, double chance) {
    const bool is_away = result.end == RunEnd::offline || result.end == RunEnd::denied;
    misses_ = is_away ? misses_ + 1 : 0;
    switch (result.end) {
    case RunEnd::done:
    case RunEnd::stopped:
        return rest(settings_.poll, true);
    case RunEnd::waiting:
        return rest(std::clamp(result.next.value_or(settings_.poll), breath, settings_.poll), true);
    case RunEnd::closed:
        return rest(std::clamp(until_open, least_rest, settings_.poll), false);
    case RunEnd::offline:
    case RunEnd::denied:
        break;
    }
    const BackOff& back_off = result.end == RunEnd::denied ? settings_.denied : settings_.away;
    const milliseconds jittered = wait_before_next(back_off, misses_, chance, {});
    rest(std::max({jittered, least_rest, result.next.value_or(milliseconds{0})}), false);
}

void WatchPace::failed(double chance) {
    ++misses_;
    rest(std::max(wait_before_next(settings_.away, misses_, chance, {}), least_rest), false);
}

void WatchPace::was_busy() {
    rest(busy_rest, false);
}

void WatchPace::reset() {
    misses_ = 0;
    rest(milliseconds{0}, true);
}

} // namespace ecg::sync
