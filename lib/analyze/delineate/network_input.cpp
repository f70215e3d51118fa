#include "analyze/delineate/network_input.hpp"

#include "analyze/delineate/beat_window.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::analyze {
namespace {

constexpr std::size_t qrs_reach = 15; // samples, 60 ms: where a lead's own scale is taken
constexpr double least_scale = 0.05;  // of the usual QRS: a flat lead stays flat
constexpr double spread = 20;         // 1/20 of the QRS is where small becomes large
constexpr double shrink = 3;
constexpr double most_uneven = 0.2; // of the interval: beyond it no more is learned
constexpr double many = 4;          // binary logarithm of how many beats are as good as more

float spread_out(double share_of_qrs) {
    return static_cast<float>(std::asinh(spread * share_of_qrs) / shrink);
}

/// The window less its median, 0 where it is not the beat's own.
std::vector<double> levelled(const std::vector<float>& window, const std::vector<bool>& inside) {
    std::vector<double> own;
    for (std::size_t k = 0; k < window.size(); ++k) {
        if (inside[k]) {
            own.push_back(window[k]);
        }
    }
    std::vector<double> out(window.size());
    const double level = own.empty() ? 0 : dsp::median(std::move(own));
    for (std::size_t k = 0; k < window.size(); ++k) {
        out[k] = inside[k] ? window[k] - level : 0;
    }
    return out;
}

double qrs_size(const std::vector<double>& lead) {
    double size = 0;
    const auto middle = static_cast<std::size_t>(window_fiducial);
    for (std::size_t k = middle - qrs_reach + 1; k < middle + qrs_reach; ++k) {
        size = std::max(size, std::abs(lead[k]));
    }
    return size;
}

} // namespace

dsp::Feature network_input(const BeatOnGrid& beat) {
    std::vector<std::vector<double>> leads;
    std::vector<double> sizes;
    std::vector<double> squares(window_samples);
    double total = 0;
    for (const auto& window : beat.leads) {
        leads.push_back(levelled(window, beat.inside));
        sizes.push_back(qrs_size(leads.back()));
        total += sizes.back() * sizes.back();
        for (std::size_t k = 0; k < window_samples; ++k) {
            squares[k] += leads.back()[k] * leads.back()[k];
        }
    }
    const auto count = static_cast<double>(beat.leads.size());
    const double usual = total > 0 ? std::sqrt(total / count) : 1;
    const auto number =
        static_cast<float>(std::min(1.0, std::log2(static_cast<double>(beat.beats)) / many));
    const auto uneven = static_cast<float>(std::min(1.0, beat.rr_spread / most_uneven));
    dsp::Feature input = dsp::make_feature(beat.leads.size(), input_channels, window_samples);
    for (std::size_t l = 0; l < leads.size(); ++l) {
        const double own = std::max(sizes[l], least_scale * usual);
        for (std::size_t k = 0; k < window_samples; ++k) {
            input.channel(l, 0)[k] = static_cast<float>(leads[l][k] / own);
            input.channel(l, 1)[k] = spread_out(leads[l][k] / usual);
            input.channel(l, 2)[k] = beat.inside[k] ? 1 : 0;
            input.channel(l, 3)[k] = spread_out(std::sqrt(squares[k] / count) / usual);
            input.channel(l, 4)[k] = beat.inside[k] ? spread_out(beat.scatter[l][k] / usual) : 0.0F;
            input.channel(l, 5)[k] = number;
            input.channel(l, 6)[k] = uneven;
        }
    }
    return input;
}

} // namespace ecg::analyze
