// When a watch makes its next pass: soon after something came, but never at the cost of a server
// that is away.
#pragma once

#include "sync/back_off.hpp"
#include "sync/run_queue.hpp"

#include <chrono>

namespace ecg::sync {

struct WatchSettings {
    std::chrono::milliseconds poll{60'000}; ///< without any news, it looks so often
    BackOff away{std::chrono::seconds{5}, std::chrono::minutes{5}};
    BackOff denied{std::chrono::minutes{1}, std::chrono::hours{1}}; ///< logins are counted
};

class WatchPace {
public:
    explicit WatchPace(WatchSettings settings) : settings_{settings} {}

    /// A pass ended so; until_open: how long nothing may begin at this hour. chance: 0 to 1.
    void passed(const RunResult& result, std::chrono::milliseconds until_open, double chance);
    /// It could not be made: the disk is full, say.
    void failed(double chance);
    /// Another was at work.
    void was_busy();
    /// Somebody asks for a pass at once.
    void reset();

    /// From the end of the pass to the next at the latest.
    [[nodiscard]] std::chrono::milliseconds wait() const { return wait_; }

    /// Whether something new brings it forward.
    [[nodiscard]] bool wakes_for_items() const { return wakes_; }

private:
    void rest(std::chrono::milliseconds wait, bool wakes);

    WatchSettings settings_;
    int misses_ = 0;
    std::chrono::milliseconds wait_{0};
    bool wakes_ = true;
};

} // namespace ecg::sync
