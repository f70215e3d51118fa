#include "analyze/filter/baseline_sqi.hpp"

#include "dsp/resample.hpp"
#include "dsp/spectrum.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ecg::analyze {
namespace {

constexpr Seconds shortest{4};
constexpr Seconds window{10};    // a resolution of 0.1 Hz
constexpr Seconds looked_at{30}; // of a longer piece, from its middle
constexpr Hertz coarse{100};     // holds 40 Hz
constexpr Hertz drift_end{1};
constexpr Hertz ecg_end{40};

/// The middle of samples, where a missing one repeats the last that was there.
std::vector<double> middle_of(std::span<const double> samples, std::size_t count) {
    const std::size_t first = samples.size() > count ? (samples.size() - count) / 2 : 0;
    const auto part = samples.subspan(first, std::min(count, samples.size()));
    std::vector<double> held{part.begin(), part.end()};
    const auto there = std::find_if(held.begin(), held.end(), [](double v) { return v == v; });
    double last = there != held.end() ? *there : 0;
    for (double& v : held) {
        last = std::isnan(v) ? last : v;
        v = last;
    }
    return held;
}

} // namespace

std::optional<double> baseline_sqi(std::span<const double> samples, Hertz rate) {
    if (static_cast<double>(samples.size()) < shortest.count() * rate.value) {
        return std::nullopt;
    }
    const auto wanted = static_cast<std::size_t>(looked_at.count() * rate.value);
    const auto block = static_cast<std::size_t>(std::max(1.0, std::floor(rate / coarse)));
    const std::vector<double> slow = dsp::block_means(middle_of(samples, wanted), block);
    const Hertz slow_rate = rate * (1.0 / static_cast<double>(block));
    const auto segment = static_cast<std::size_t>(window.count() * slow_rate.value);
    const auto spectrum = dsp::welch(slow, slow_rate, std::min(segment, slow.size()));
    const double all = dsp::band_power(spectrum, Hertz{0}, ecg_end);
    if (!(all > 0)) {
        return std::nullopt;
    }
    return std::clamp(1 - dsp::band_power(spectrum, Hertz{0}, drift_end) / all, 0.0, 1.0);
}

} // namespace ecg::analyze
