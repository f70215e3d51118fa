#include "analyze/detect/t_waves.hpp"

#include "analyze/detect/candidates.hpp"
#include "analyze/detect/quick_log.hpp"

#include <algorithm>

namespace ecg::analyze {
namespace {

constexpr double t_reach = 0.36;     // s from QRS to the peak of its T, up to 180 bpm and QT 450 ms
constexpr float slower = 1.4F;       // logarithm: slow parts over fast ones, against the QRS's
constexpr float quiet_behind = 2.5F; // logarithm: a T is 12 times as tall as what follows it
constexpr double behind_from = 0.12; // s
constexpr double behind_to = 0.32;   // s

/// Slow parts over fast ones, as a logarithm.
float slowness(const Activity& a, std::size_t at) {
    const auto near = static_cast<std::size_t>(0.025 * a.rate_hz);
    return log_share(quick_log(most_near(a.bands[2], at, 2 * near)),
                     quick_log(most_near(a.bands[0], at, near)));
}

/// How far a peak stands out of what follows it, as a logarithm.
float quiet_after(const Activity& a, std::size_t at) {
    const std::size_t from =
        std::min(a.total.size(), at + static_cast<std::size_t>(behind_from * a.rate_hz));
    const std::size_t to =
        std::min(a.total.size(), at + static_cast<std::size_t>(behind_to * a.rate_hz));
    float sum = 0;
    for (std::size_t i = from; i < to; ++i) {
        sum += a.total[i];
    }
    const auto count = static_cast<float>(std::max<std::size_t>(1, to - from));
    return log_share(quick_log(a.total[at]), quick_log(sum / count));
}

} // namespace

std::vector<std::size_t> without_t_waves(const Activity& activity,
                                         const std::vector<std::size_t>& candidates,
                                         const std::vector<std::size_t>& chosen) {
    const auto reach = static_cast<std::size_t>(t_reach * activity.rate_hz);
    std::vector<std::size_t> kept;
    kept.reserve(chosen.size());
    for (const std::size_t c : chosen) {
        const std::size_t at = candidates[c];
        const bool soon = !kept.empty() && at - candidates[kept.back()] <= reach;
        if (soon && quiet_after(activity, at) > quiet_behind &&
            slowness(activity, at) - slowness(activity, candidates[kept.back()]) > slower) {
            continue;
        }
        kept.push_back(c);
    }
    return kept;
}

} // namespace ecg::analyze
