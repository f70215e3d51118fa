#include "sync/back_off.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::sync {

std::chrono::milliseconds wait_before_next(const BackOff& back_off, int misses, double chance,
                                           std::optional<std::chrono::seconds> asked) {
    constexpr int most_doublings = 30;
    const double most = static_cast<double>(back_off.first.count()) *
                        std::exp2(std::clamp(misses - 1, 0, most_doublings));
    const double limited = std::min(most, static_cast<double>(back_off.longest.count()));
    const std::chrono::milliseconds jittered{std::llround(chance * limited)};
    return std::max<std::chrono::milliseconds>(jittered, asked.value_or(std::chrono::seconds{0}));
}

std::chrono::milliseconds wait_left(UtcTime next, std::chrono::milliseconds noted, UtcTime now) {
    const std::chrono::milliseconds left{next.milliseconds - now.milliseconds};
    return left > noted ? std::chrono::milliseconds{0}
                        : std::max(left, std::chrono::milliseconds{0});
}

} // namespace ecg::sync
