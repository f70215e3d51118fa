#include "analyze/detect/length_beats.hpp"

#include "analyze/detect/wide_loops.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::analyze {
namespace {

constexpr double learning = 8;              // s that tell the first level
constexpr double level_block = 2;           // s: holds a QRS at 30 a minute
constexpr float threshold_share = 1 / 3.0F; // of the level
constexpr float forgetting = 0.1F;          // of the level, by each beat
constexpr double eye_closing = 0.25;        // s after a beat
constexpr double t_wave_reach = 0.4;        // s after a beat [pan-tompkins-1985]
constexpr float t_wave_share = 0.5F;        // of the beat, for another so soon
constexpr double patience = 2.5;            // s without a beat, then the level falls …
constexpr double falling_time = 2;          // … by the factor e in so many s
constexpr float least_share = 0.05F;        // of the first level

/// The median of the maxima of the first seconds.
float first_level(const std::vector<float>& length, double rate_hz) {
    const auto block = std::max<std::size_t>(1, static_cast<std::size_t>(level_block * rate_hz));
    const auto end = std::min(length.size(), static_cast<std::size_t>(learning * rate_hz));
    std::vector<float> maxima;
    for (std::size_t i = 0; i < end; i += block) {
        maxima.push_back(largest(length.data() + i, std::min(block, end - i)));
    }
    const auto middle = maxima.begin() + static_cast<std::ptrdiff_t>(maxima.size() / 2);
    std::nth_element(maxima.begin(), middle, maxima.end());
    return *middle;
}

} // namespace

std::vector<std::size_t> length_beats(const std::vector<float>& length, double rate_hz) {
    std::vector<std::size_t> beats;
    if (length.empty()) {
        return beats;
    }
    const float first = first_level(length, rate_hz);
    const auto closed = std::max<std::size_t>(1, static_cast<std::size_t>(eye_closing * rate_hz));
    const auto t_wave = static_cast<std::size_t>(t_wave_reach * rate_hz);
    const auto wait = static_cast<std::size_t>(patience * rate_hz);
    const auto fall = static_cast<float>(std::exp(-1 / (falling_time * rate_hz)));
    float level = first;
    std::size_t last = 0;
    for (std::size_t i = 0; i < length.size(); ++i) {
        if (i > last + wait) {
            level = std::max(level * fall, least_share * first);
        }
        const bool in_t_wave = !beats.empty() && i < last + t_wave;
        const float least = in_t_wave ? t_wave_share * length[last] : 0;
        if (!(length[i] > std::max(threshold_share * level, least))) {
            continue;
        }
        const auto from = length.begin() + static_cast<std::ptrdiff_t>(i);
        const auto to =
            length.begin() + static_cast<std::ptrdiff_t>(std::min(length.size(), i + closed));
        const auto top = std::max_element(from, to);
        last = static_cast<std::size_t>(top - length.begin());
        beats.push_back(last);
        level += forgetting * (*top - level);
        i = last + closed;
    }
    return beats;
}

} // namespace ecg::analyze
