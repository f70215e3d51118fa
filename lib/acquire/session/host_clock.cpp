#include "acquire/session/host_clock.hpp"

#include <ctime>

namespace ecg::acquire {

Seconds monotonic_now() {
    timespec now{};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    constexpr double nanoseconds = 1e-9;
    return Seconds{static_cast<double>(now.tv_sec) +
                   nanoseconds * static_cast<double>(now.tv_nsec)};
}

} // namespace ecg::acquire
