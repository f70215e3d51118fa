#include "dsp/resample.hpp"

#include "dsp/kaiser.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace ecg::dsp {
namespace {

constexpr int half_taps = 16; // input samples to each side
constexpr double beta = 7;    // stop band -70 dB

/// phase p: the weights of the inputs at -half_taps+1 … half_taps around output p / factor.
std::vector<std::vector<double>> polyphase(std::size_t factor) {
    std::vector<std::vector<double>> phases(factor);
    for (std::size_t p = 0; p < factor; ++p) {
        const double shift = static_cast<double>(p) / static_cast<double>(factor);
        double sum = 0;
        for (int k = -half_taps + 1; k <= half_taps; ++k) {
            const double t = shift - k;
            const double sinc =
                t == 0 ? 1 : std::sin(std::numbers::pi * t) / (std::numbers::pi * t);
            const double window = kaiser_window(t / half_taps, beta);
            phases[p].push_back(sinc * window);
            sum += sinc * window;
        }
        for (double& w : phases[p]) {
            w /= sum; // a constant stays a constant
        }
    }
    return phases;
}

} // namespace

std::vector<double> upsample(std::span<const double> signal, std::size_t factor) {
    if (signal.empty() || factor <= 1) {
        return {signal.begin(), signal.end()};
    }
    const auto n = static_cast<std::ptrdiff_t>(signal.size());
    std::vector<double> held(signal.size() + static_cast<std::size_t>(2 * half_taps));
    for (std::ptrdiff_t i = 0; i < static_cast<std::ptrdiff_t>(held.size()); ++i) {
        const auto source = std::clamp<std::ptrdiff_t>(i - half_taps, 0, n - 1);
        held[static_cast<std::size_t>(i)] = signal[static_cast<std::size_t>(source)];
    }
    const auto phases = polyphase(factor);
    std::vector<double> out(signal.size() * factor);
    for (std::size_t i = 0; i < signal.size(); ++i) {
        const double* inputs = held.data() + i + 1;
        for (std::size_t p = 0; p < factor; ++p) {
            double sum = 0;
            for (std::size_t k = 0; k < phases[p].size(); ++k) {
                sum += phases[p][k] * inputs[k];
            }
            out[i * factor + p] = sum;
        }
    }
    return out;
}

namespace {

/// Four sums side by side: one alone waits for each of its additions.
double sum_of(std::span<const double> x) {
    std::array<double, 4> sums{};
    std::size_t i = 0;
    for (; i + 4 <= x.size(); i += 4) {
        for (std::size_t k = 0; k < 4; ++k) {
            sums[k] += x[i + k];
        }
    }
    double rest = 0;
    for (; i < x.size(); ++i) {
        rest += x[i];
    }
    return (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest;
}

} // namespace

std::vector<double> block_means(std::span<const double> signal, std::size_t size) {
    std::vector<double> means;
    means.reserve(signal.size() / size + 1);
    for (std::size_t i = 0; i < signal.size(); i += size) {
        const std::size_t end = std::min(i + size, signal.size());
        means.push_back(sum_of(signal.subspan(i, end - i)) / static_cast<double>(end - i));
    }
    return means;
}

void subtract_curve(std::span<double> signal, std::span<const double> curve, std::size_t block) {
    const auto last = static_cast<std::ptrdiff_t>(curve.size()) - 1;
    const auto at = [&](std::ptrdiff_t k) {
        return curve[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(k, 0, last))];
    };
    const double step = 1.0 / static_cast<double>(block);
    const std::size_t half = block / 2; // samples before the first block's centre
    double t = block % 2 == 0 ? 0.5 * step : 0;
    std::size_t i = 0;
    std::size_t end = half; // of the cubic in hand
    if (half > 0) {
        t += 1 - static_cast<double>(half) * step;
    } else {
        end = block;
    }
    for (std::ptrdiff_t k = half > 0 ? -1 : 0; i < signal.size(); ++k) {
        const double a = at(k - 1); // the cubic of value_at, its coefficients once a block
        const double b = at(k);
        const double c = at(k + 1);
        const double d = at(k + 2);
        const double c1 = 0.5 * (c - a);
        const double c2 = 0.5 * (2 * a - 5 * b + 4 * c - d);
        const double c3 = 0.5 * (3 * (b - c) + d - a);
        for (; i < std::min(end, signal.size()); ++i, t += step) {
            signal[i] -= b + t * (c1 + t * (c2 + t * c3));
        }
        t -= 1;
        end += block;
    }
}

double value_at(std::span<const double> signal, double index) {
    const auto last = static_cast<std::ptrdiff_t>(signal.size()) - 1;
    const double floor = std::floor(index);
    const double t = index - floor;
    const auto i = static_cast<std::ptrdiff_t>(floor);
    const auto at = [&](std::ptrdiff_t k) {
        return signal[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(k, 0, last))];
    };
    const double a = at(i - 1);
    const double b = at(i);
    const double c = at(i + 1);
    const double d = at(i + 2);
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

std::vector<double> values_from(std::span<const double> signal, double first, std::size_t count,
                                std::size_t stride) {
    const double floor = std::floor(first);
    const double t = first - floor;
    const auto i = static_cast<std::ptrdiff_t>(floor);
    const auto reach = static_cast<std::ptrdiff_t>(count * stride);
    std::vector<double> out(count);
    if (i < 1 || i + reach + 2 > static_cast<std::ptrdiff_t>(signal.size())) {
        for (std::size_t k = 0; k < count; ++k) {
            out[k] = value_at(signal, first + static_cast<double>(k * stride));
        }
        return out;
    }
    const double a = t * (-0.5 + t * (1 - 0.5 * t)); // the cubic of value_at, its weights once
    const double b = 1 + t * t * (-2.5 + 1.5 * t);
    const double c = t * (0.5 + t * (2 - 1.5 * t));
    const double d = t * t * (-0.5 + 0.5 * t);
    const double* x = signal.data() + i - 1;
    for (std::size_t k = 0; k < count; ++k, x += stride) {
        out[k] = a * x[0] + b * x[1] + c * x[2] + d * x[3];
    }
    return out;
}

double parabola_peak(std::span<const double> values, std::size_t i) {
    if (i == 0 || i + 1 >= values.size()) {
        return static_cast<double>(i);
    }
    const double bend = values[i - 1] - 2 * values[i] + values[i + 1];
    if (bend == 0) {
        return static_cast<double>(i);
    }
    const double shift = 0.5 * (values[i - 1] - values[i + 1]) / bend;
    return static_cast<double>(i) + std::clamp(shift, -0.5, 0.5);
}

} // namespace ecg::dsp
