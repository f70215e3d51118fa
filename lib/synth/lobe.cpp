#include "synth/lobe.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace ecg::synth {
namespace {

/// From 0 at u = 0 to 1 at u = 1 with level ends.
double raised_cosine(double u) {
    const double s = sin_turns(0.25 * u);
    return s * s;
}

double plateau_at(const Lobe& lobe, double t) {
    if (t < lobe.top) {
        return raised_cosine((t - lobe.from) / (lobe.top - lobe.from));
    }
    return t <= lobe.fade ? 1.0 : raised_cosine((lobe.to - t) / (lobe.to - lobe.fade));
}

double bump_at(const Lobe& lobe, double u) {
    const double s = sin_turns(0.5 * (u * (1 - lobe.skew) + lobe.skew * u * u));
    return lobe.edges == EdgeShape::soft ? s * s : s;
}

void add_scaled(std::span<double> sum, std::span<const double> shape, double gain) {
    for (std::size_t k = 0; k < shape.size(); ++k) {
        sum[k] += gain * shape[k];
    }
}

} // namespace

double peak_of(double skew) {
    if (skew <= 0) {
        return 0.5;
    }
    const double b = 1 - skew; // solves b u + skew u^2 = 1/2
    return (std::sqrt(b * b + 2 * skew) - b) / (2 * skew);
}

double height_at(const Lobe& lobe, double t) {
    if (!(t > lobe.from && t < lobe.to)) {
        return 0;
    }
    return lobe.kind == Lobe::Kind::plateau
               ? plateau_at(lobe, t)
               : bump_at(lobe, (t - lobe.from) / (lobe.to - lobe.from));
}

double area_of(const Lobe& lobe, double a, double b) {
    const double low = std::max(a, lobe.from);
    const double high = std::min(b, lobe.to);
    if (high <= low) {
        return 0;
    }
    constexpr int steps = 2000; // Simpson's rule: the error is far below a nanovolt second
    const double step = (high - low) / steps;
    double sum = height_at(lobe, low) + height_at(lobe, high);
    for (int k = 1; k < steps; ++k) {
        sum += (k % 2 == 1 ? 4 : 2) * height_at(lobe, low + k * step);
    }
    return sum * step / 3;
}

void add_lobe(Block& block, const Lobe& lobe, double rate) {
    const auto end = block.first + static_cast<std::int64_t>(block.count);
    std::int64_t at = std::max(block.first, static_cast<std::int64_t>(std::ceil(lobe.from * rate)));
    const std::int64_t stop =
        std::min(end, static_cast<std::int64_t>(std::floor(lobe.to * rate)) + 1);
    std::array<double, 256> shape; // a small piece at a time stays in the first cache
    while (at < stop) {
        const auto count = static_cast<std::size_t>(
            std::min<std::int64_t>(stop - at, static_cast<std::int64_t>(shape.size())));
        for (std::size_t k = 0; k < count; ++k) {
            shape[k] =
                height_at(lobe, static_cast<double>(at + static_cast<std::int64_t>(k)) / rate);
        }
        const auto offset = static_cast<std::size_t>(at - block.first);
        for (std::size_t c = 0; c < channel_count; ++c) {
            if (lobe.gain[c] != 0) {
                add_scaled(std::span{block.channel[c]}.subspan(offset, count),
                           std::span{shape}.first(count), lobe.gain[c]);
            }
        }
        at += static_cast<std::int64_t>(count);
    }
}

} // namespace ecg::synth
