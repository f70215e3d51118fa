#include "common/stop.hpp"

#include <atomic>

namespace ecg {
namespace {

std::atomic<bool> stopping{false};
static_assert(std::atomic<bool>::is_always_lock_free); // else a signal handler could not set it

} // namespace

void request_stop() noexcept {
    stopping.store(true);
}

bool stop_requested() noexcept {
    return stopping.load();
}

} // namespace ecg
