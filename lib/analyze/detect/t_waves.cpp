#include "analyze/detect/t_waves.hpp"

#include "analyze/detect/candidates.hpp"
#include "analyze/detect/quick_log.hpp"

#include <algorithm>

namespace ecg::analyze {
namespace {

constexpr double t_reach = 0.36; // s from QRS to the peak of its T, up to 180 bpm and QT 450 ms
constexpr float slower = 1.4F;   // logarithm: slow parts over fast ones, against the QRS's …
constexpr float slower_if_low = 0.9F; // … of one below half of its height, before silence
constexpr float quiet_behind = 2.5F;  // logarithm: a T is 12 times as tall as what follows it
constexpr double silent = 2;          // s without a beat: what is low there stands out all the same
constexpr double behind_from = 0.12;  // s
constexpr double behind_to = 0.32;    // s

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

/// Whether what peaks at `at` may be the T wave of the QRS at `qrs`, soon before it.
bool is_t_wave(const Activity& a, std::size_t qrs, std::size_t at, bool before_silence) {
    const bool is_low = before_silence && 2 * a.total[at] < a.total[qrs];
    return quiet_after(a, at) > quiet_behind &&
           slowness(a, at) - slowness(a, qrs) > (is_low ? slower_if_low : slower);
}

} // namespace

std::vector<std::size_t> without_t_waves(const Activity& activity,
                                         const std::vector<std::size_t>& candidates,
                                         const std::vector<std::size_t>& chosen) {
    const auto reach = static_cast<std::size_t>(t_reach * activity.rate_hz);
    const auto silence = static_cast<std::size_t>(silent * activity.rate_hz);
    std::vector<std::size_t> kept;
    kept.reserve(chosen.size());
    for (std::size_t k = 0; k < chosen.size(); ++k) {
        const std::size_t at = candidates[chosen[k]];
        const bool before_silence =
            k + 1 == chosen.size() || candidates[chosen[k + 1]] - at > silence;
        if (kept.empty() || at - candidates[kept.back()] > reach ||
            !is_t_wave(activity, candidates[kept.back()], at, before_silence)) {
            kept.push_back(chosen[k]);
        }
    }
    return kept;
}

} // namespace ecg::analyze
