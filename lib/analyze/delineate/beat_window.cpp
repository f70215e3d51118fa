#include "analyze/delineate/beat_window.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace ecg::analyze {

BeatWindow::BeatWindow(double rate_hz, double fiducial, std::size_t length)
    : inside_(window_samples) {
    const double step = rate_hz / window_hz;
    const bool dense = step > 1.8; // else a triangle would take too much of the QRS
    for (std::size_t k = 0; k < window_samples; ++k) {
        const double index = fiducial + (static_cast<double>(k) - window_fiducial) * step;
        inside_[k] = index >= 0 && index <= static_cast<double>(length - 1);
        if (!inside_[k]) {
            taps_.push_back({0, weights_.size(), 0});
        } else if (dense) {
            add_triangle(index, step, length);
        } else {
            add_cubic(index, length);
        }
    }
}

/// A mean around index, weighted by a triangle of that half width in samples.
void BeatWindow::add_triangle(double index, double half_width, std::size_t length) {
    const auto from = static_cast<std::size_t>(std::max(0.0, std::ceil(index - half_width)));
    const auto to = std::min(length - 1, static_cast<std::size_t>(index + half_width));
    Taps taps{from, weights_.size(), to - from + 1};
    double sum = 0;
    for (std::size_t i = from; i <= to; ++i) {
        weights_.push_back(1 - std::abs(static_cast<double>(i) - index) / half_width);
        sum += weights_.back();
    }
    std::for_each(weights_.begin() + static_cast<std::ptrdiff_t>(taps.weights), weights_.end(),
                  [sum](double& w) { w /= sum; });
    taps_.push_back(taps);
}

/// A cubic through four samples; near an end the nearest sample.
void BeatWindow::add_cubic(double index, std::size_t length) {
    const auto i = static_cast<std::size_t>(index);
    if (i < 1 || i + 2 >= length) {
        taps_.push_back(
            {std::min(length - 1, static_cast<std::size_t>(index + 0.5)), weights_.size(), 1});
        weights_.push_back(1);
        return;
    }
    const double t = index - static_cast<double>(i);
    taps_.push_back({i - 1, weights_.size(), 4});
    for (const double w : std::array{t * (-0.5 + t * (1 - 0.5 * t)), 1 + t * t * (-2.5 + 1.5 * t),
                                     t * (0.5 + t * (2 - 1.5 * t)), t * t * (-0.5 + 0.5 * t)}) {
        weights_.push_back(w);
    }
}

std::vector<float> BeatWindow::of(std::span<const double> lead) const {
    std::vector<float> window(window_samples);
    for (std::size_t k = 0; k < window_samples; ++k) {
        const Taps& taps = taps_[k];
        double sum = 0;
        for (std::size_t i = 0; i < taps.count; ++i) {
            sum += weights_[taps.weights + i] * lead[taps.first + i];
        }
        window[k] = static_cast<float>(sum);
    }
    return window;
}

} // namespace ecg::analyze
