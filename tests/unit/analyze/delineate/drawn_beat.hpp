// Beats drawn with triangles on the delineator's grid.
#pragma once

#include "analyze/delineate/beat_window.hpp"
#include "analyze/delineate/network_input.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ecg::analyze {

/// A triangle of that height (mV) around sample at.
inline void add_triangle(std::vector<float>& lead, double at, double half_width, double height) {
    for (std::size_t k = 0; k < lead.size(); ++k) {
        const double share = 1 - std::abs(static_cast<double>(k) - at) / half_width;
        lead[k] += static_cast<float>(height * std::max(0.0, share));
    }
}

inline std::vector<float> drawn_lead(double p, double qrs, double t) {
    std::vector<float> lead(window_samples);
    add_triangle(lead, 85, 12, p);
    add_triangle(lead, 125, 10, qrs);
    add_triangle(lead, 200, 25, t);
    return lead;
}

/// Two leads, the mean of four beats, of which samples 28 to 291 are the beat's own.
inline BeatOnGrid drawn_beat() {
    BeatOnGrid beat;
    beat.leads = {drawn_lead(0.15, 1, 0.3), drawn_lead(0.1, -0.5, -0.2)};
    beat.scatter.assign(2, std::vector<float>(window_samples, 0.01F));
    for (std::size_t k = 0; k < window_samples; ++k) {
        beat.inside.push_back(k >= 28 && k <= 291);
    }
    beat.beats = 4;
    beat.rr_spread = 0.05;
    return beat;
}

/// The beat in another unit.
inline BeatOnGrid scaled(BeatOnGrid beat, float scale) {
    for (auto* leads : {&beat.leads, &beat.scatter}) {
        for (std::vector<float>& lead : *leads) {
            std::for_each(lead.begin(), lead.end(), [scale](float& v) { v *= scale; });
        }
    }
    return beat;
}

} // namespace ecg::analyze
