#include "run_world.hpp"

#include "common/error.hpp"
#include "common/files.hpp"
#include "common/stop.hpp"
#include "common/url_secrets.hpp"
#include "run_settings.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>
#include <random>
#include <thread>

namespace ecg {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds look_around{100};
constexpr std::chrono::seconds grace{5}; // for what is under way when a stop is asked for

} // namespace

void pause_for(milliseconds span) {
    const auto end = Clock::now() + span;
    while (Clock::now() < end && !stop_requested()) {
        std::this_thread::sleep_for(std::min<Clock::duration>(look_around, end - Clock::now()));
    }
}

std::function<bool()> end_of_grace() {
    // 0 = nobody asked yet; runs to several targets look side by side
    auto since = std::make_shared<std::atomic<Clock::rep>>(0);
    return [since] {
        const Clock::rep now = Clock::now().time_since_epoch().count();
        Clock::rep none = 0;
        if (stop_requested()) {
            since->compare_exchange_strong(none, now);
        }
        const Clock::rep asked = since->load();
        return asked != 0 && Clock::duration{now - asked} > grace;
    };
}

sync::RunWorld run_world(const sync::SendWindow& window) {
    sync::RunWorld world;
    world.now = now_utc;
    world.elapsed = [start = Clock::now()] {
        return std::chrono::duration_cast<milliseconds>(Clock::now() - start);
    };
    world.pause = pause_for;
    world.stop = stop_requested;
    world.closed = [window] { return !window.is_open(local_day_time(now_utc())); };
    world.chance = [random = std::mt19937_64{std::random_device{}()}]() mutable {
        return std::uniform_real_distribution<double>{0, 1}(random);
    };
    return world;
}

void write_log(const std::string& line) {
    try {
        write_all(STDERR_FILENO, url_without_secrets(line), "standard error");
    } catch (const Error&) {
        // nowhere is left to say so
    }
}

std::string item_count(std::size_t count) {
    return std::to_string(count) + (count == 1 ? " item" : " items");
}

} // namespace ecg
