#include "analyze/between/ventricular_waves.hpp"

#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <numbers>
#include <optional>
#include <span>

namespace ecg::analyze {
namespace {

constexpr Seconds window{4};
constexpr Seconds hop{1};
constexpr double most_leak = 0.5;       // own: of what is left when half a period is added
constexpr double slowest_hz = 3;        // 180 a minute: slower is a tachycardia with its beats
constexpr double fastest_hz = 9;        // as others look for it, 3 to 9 Hz [amann-2005]
constexpr double rests_below = 0.15;    // own: of nearly the largest value
constexpr double most_rest = 0.4;       // own: of the samples of a restless wave; a QRS leaves 0.7
constexpr double steep_above = 0.1;     // own: of nearly the steepest slope
constexpr double most_slow = 0.5;       // own
constexpr double nearly_all = 0.98;     // quantile: not a single spike
constexpr Millivolts least_height{0.1}; // own: below it noise looks the same

constexpr Seconds quiet_window{0.5};
constexpr Seconds shortest_silence{2};
constexpr double silent_share = 0.2; // own: of the height of the QRS
constexpr Seconds beside_beat{0.1};
constexpr std::size_t fewest_dominant = 3;
constexpr Seconds noise_alone{4};        // own: shorter silence may hold small beats
constexpr std::size_t most_of_noise = 2; // own: beats alike that noise may make

double share_below(const std::vector<double>& values, double limit) {
    const auto count =
        std::count_if(values.begin(), values.end(), [limit](double v) { return v < limit; });
    return static_cast<double>(count) / static_cast<double>(values.size());
}

/// One lead of a window as a wave: its rate, and what is left of it when half a period is added.
struct Wavy {
    double hz = 0;
    double leak = 1;
};

Wavy wavy(std::span<const double> samples, double rate_hz) {
    const double level = dsp::mean(samples);
    double size = 0;
    double slope = 0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        size += std::abs(samples[i] - level);
        slope += i > 0 ? std::abs(samples[i] - samples[i - 1]) : 0;
    }
    const auto half = // a period of a sine lasts 2 pi of its mean size over its mean slope
        slope > 0 ? static_cast<std::size_t>(std::numbers::pi * size / slope + 0.5) : 0;
    if (half < 1 || half >= samples.size() / 2) {
        return {};
    }
    double left = 0;
    double all = 0;
    for (std::size_t i = half; i < samples.size(); ++i) {
        left += std::abs(samples[i] + samples[i - half] - 2 * level);
        all += std::abs(samples[i] - level) + std::abs(samples[i - half] - level);
    }
    return {rate_hz / 2 / static_cast<double>(half), left / all};
}

/// One lead of a window: how much of it rests, and how much of it is not steep.
struct Restless {
    double height = 0; ///< mV
    double rest = 1;
    double slow = 1;
};

Restless restless(std::span<const double> samples) {
    const double level = dsp::mean(samples);
    std::vector<double> sizes;
    std::vector<double> slopes;
    for (std::size_t i = 1; i < samples.size(); ++i) {
        sizes.push_back(std::abs(samples[i] - level));
        slopes.push_back(std::abs(samples[i] - samples[i - 1]));
    }
    const double height = dsp::quantile(sizes, nearly_all);
    const double steep = dsp::quantile(slopes, nearly_all);
    return {height, share_below(sizes, rests_below * height),
            share_below(slopes, steep_above * steep)};
}

template <class Shape> double median_of(const std::vector<Shape>& shapes, double Shape::*value) {
    std::vector<double> values;
    for (const Shape& shape : shapes) {
        values.push_back(shape.*value);
    }
    return dsp::median(std::move(values));
}

/// By the medians over the leads; the first two tell nearly always that it does not.
bool fibrillates(const SlowSignal& signal, std::size_t from, std::size_t count) {
    std::vector<Wavy> waves;
    for (const auto& lead : signal.leads) {
        waves.push_back(wavy(std::span{lead}.subspan(from, count), signal.rate_hz));
    }
    const double hz = median_of(waves, &Wavy::hz);
    if (median_of(waves, &Wavy::leak) >= most_leak || hz <= slowest_hz || hz >= fastest_hz) {
        return false;
    }
    std::vector<Restless> shapes;
    for (const auto& lead : signal.leads) {
        shapes.push_back(restless(std::span{lead}.subspan(from, count)));
    }
    return median_of(shapes, &Restless::height) > least_height.value &&
           median_of(shapes, &Restless::rest) < most_rest &&
           median_of(shapes, &Restless::slow) < most_slow;
}

void add(std::vector<Stretch>& stretches, Stretch next) {
    if (!stretches.empty() && next.from <= stretches.back().to) {
        stretches.back().to = std::max(stretches.back().to, next.to);
    } else {
        stretches.push_back(next);
    }
}

double range_of(std::span<const double> samples) {
    const auto [low, high] = std::minmax_element(samples.begin(), samples.end());
    return *high - *low;
}

/// Of a lead: how much it moves around its dominant beats; absent with few of them, for noise and
/// artefacts have many shapes.
std::optional<double> height_of(const SlowSignal& signal, const std::vector<double>& lead,
                                const Beats& beats) {
    std::vector<double> ranges;
    for (const Beat& beat : beats) {
        if (beat.shape == 0) {
            const std::size_t from = signal.sample_at(beat.time - beside_beat);
            const std::size_t to = signal.sample_at(beat.time + beside_beat) + 1;
            ranges.push_back(range_of(std::span{lead}.subspan(from, to - from)));
        }
    }
    return ranges.size() < fewest_dominant ? std::nullopt
                                           : std::optional{dsp::median(std::move(ranges))};
}

/// Follows what the leads show now, unless that is no more than silence.
void learn(const SlowSignal& signal, const Beats& beats, QrsHeights& heights) {
    for (std::size_t l = 0; l < signal.leads.size(); ++l) {
        const std::size_t lead = signal.lead_of[l];
        heights.resize(std::max(heights.size(), lead + 1));
        const auto now = height_of(signal, signal.leads[l], beats);
        if (now && *now > silent_share * heights[lead]) {
            heights[lead] = *now;
        }
    }
}

} // namespace

std::vector<Stretch> fibrillating(const SlowSignal& signal) {
    std::vector<Stretch> found;
    const auto count = static_cast<std::size_t>(window.count() * signal.rate_hz);
    const auto step = static_cast<std::size_t>(hop.count() * signal.rate_hz);
    for (std::size_t from = 0; !signal.leads.empty() && from + count <= signal.size();
         from += step) {
        if (fibrillates(signal, from, count)) {
            add(found, {signal.time_of(static_cast<double>(from)),
                        signal.time_of(static_cast<double>(from + count))});
        }
    }
    return found;
}

std::vector<Stretch> silent(const SlowSignal& signal, const Beats& beats, QrsHeights& heights) {
    std::vector<Stretch> found;
    if (beats.empty() || signal.leads.empty()) {
        return found;
    }
    learn(signal, beats, heights);
    const auto count = static_cast<std::size_t>(quiet_window.count() * signal.rate_hz);
    for (std::size_t from = 0; from + count <= signal.size(); from += count / 2) {
        bool quiet = true;
        for (std::size_t l = 0; l < signal.leads.size() && quiet; ++l) {
            quiet = range_of(std::span{signal.leads[l]}.subspan(from, count)) <
                    silent_share * heights[signal.lead_of[l]];
        }
        if (quiet) {
            add(found, {signal.time_of(static_cast<double>(from)),
                        signal.time_of(static_cast<double>(from + count))});
        }
    }
    std::erase_if(found, [](const Stretch& s) { return s.length() < shortest_silence; });
    return found;
}

Beats without_noise(const Beats& beats, const std::vector<Stretch>& silence) {
    std::map<int, std::size_t> of_shape;
    for (const Beat& beat : beats) {
        ++of_shape[beat.shape];
    }
    Beats kept = beats;
    std::erase_if(kept, [&](const Beat& beat) {
        const bool is_lonely = beat.shape != 0 && of_shape[beat.shape] <= most_of_noise;
        return is_lonely && std::any_of(silence.begin(), silence.end(), [&](const Stretch& s) {
                   return s.length() >= noise_alone && beat.time >= s.from && beat.time < s.to;
               });
    });
    return kept;
}

} // namespace ecg::analyze
