#include "analyze/filter/baseline_sqi.hpp"

#include "dsp/resample.hpp"
#include "dsp/spectrum.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <span>

namespace ecg::analyze {
namespace {

constexpr Seconds shortest{4};
constexpr Seconds window{10};    // a resolution of 0.1 Hz
constexpr Seconds looked_at{20}; // of a longer piece, from its middle
constexpr Hertz coarse{100};     // holds 40 Hz
constexpr Hertz drift_end{1};
constexpr Hertz ecg_end{40};

/// The middle of samples, where a missing one repeats the last that was there.
std::vector<double> middle_of(std::span<const double> samples, std::size_t count) {
    const std::size_t first = samples.size() > count ? (samples.size() - count) / 2 : 0;
    const auto part = samples.subspan(first, std::min(count, samples.size()));
    std::vector<double> held{part.begin(), part.end()};
    const auto there =
        std::find_if(held.begin(), held.end(), [](double v) { return !std::isnan(v); });
    double last = there != held.end() ? *there : 0;
    for (double& v : held) {
        last = std::isnan(v) ? last : v;
        v = last;
    }
    return held;
}

struct Powers {
    double drift = 0;
    double all = 0;
};

std::vector<double> hann(std::size_t count) {
    std::vector<double> weights(count);
    for (std::size_t i = 0; i < count; ++i) {
        weights[i] = 1 - std::cos(2 * std::numbers::pi * static_cast<double>(i) /
                                  static_cast<double>(count));
    }
    return weights;
}

/// A piece of a lead at rate, whose powers are wanted under weights.
struct Piece {
    std::vector<double> samples;
    Hertz rate;
};

/// Adds the powers of piece to sum. The scale is free: only their ratio is asked for.
void add_powers(Powers& sum, Piece piece, const std::vector<double>& weights,
                dsp::RealTransform& transform) {
    auto& samples = piece.samples;
    const auto count = static_cast<double>(samples.size());
    const double mean = std::accumulate(samples.begin(), samples.end(), 0.0) / count;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        samples[i] = (samples[i] - mean) * weights[i];
    }
    const auto bins = transform.forward(samples);
    for (std::size_t k = 1; k < bins.size(); ++k) {
        const double frequency = static_cast<double>(k) * piece.rate.value / count;
        if (frequency >= ecg_end.value) {
            break;
        }
        const double power = std::norm(bins[k]);
        sum.drift += frequency < drift_end.value ? power : 0;
        sum.all += power;
    }
}

} // namespace

std::vector<std::optional<double>> baseline_sqi(const Recording& recording) {
    std::vector<std::optional<double>> indices(recording.leads.size());
    if (recording.duration() < shortest) {
        return indices;
    }
    const Hertz rate{recording.rate.hertz()};
    const auto wanted = static_cast<std::size_t>(looked_at.count() * rate.value);
    const auto block = static_cast<std::size_t>(std::max(1.0, std::floor(rate / coarse)));
    const Hertz slow_rate = rate * (1.0 / static_cast<double>(block));
    const auto usual = static_cast<std::size_t>(window.count() * slow_rate.value);
    const auto least = static_cast<std::size_t>(recording.sample_count()) / block;
    const std::size_t segment = std::min(usual, least);
    dsp::RealTransform transform{segment};
    const std::vector<double> weights = hann(segment);
    for (std::size_t l = 0; l < indices.size(); ++l) {
        const auto slow = dsp::block_means(middle_of(recording.leads[l].samples, wanted), block);
        Powers powers;
        for (std::size_t at = 0; at + segment <= slow.size(); at += (segment + 1) / 2) {
            const auto from = slow.begin() + static_cast<std::ptrdiff_t>(at);
            add_powers(powers, {{from, from + static_cast<std::ptrdiff_t>(segment)}, slow_rate},
                       weights, transform);
        }
        if (powers.all > 0) {
            indices[l] = std::clamp(1 - powers.drift / powers.all, 0.0, 1.0);
        }
    }
    return indices;
}

} // namespace ecg::analyze
