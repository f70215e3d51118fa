#include "analyze/filter/baseline.hpp"

#include "dsp/filters.hpp"
#include "dsp/resample.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ecg::analyze {
namespace {

constexpr double coarse_rate =
    20;                  // Hz: fast enough for a curve below 0.67 Hz, and 25 times less work
constexpr int order = 4; // twice that, forth and back
constexpr std::size_t reach = 6;  // points to each side: 0.3 s, where no QRS reaches
constexpr double outstanding = 6; // robust deviations from the points at both reaches

/// Draws a point that stands out of its surroundings, as a tall QRS or a pulse does, back towards
/// their median: a linear filter would share its area with the second around it, as a dip.
void limit_pulses(std::vector<double>& curve) {
    if (curve.size() < 4 * reach) {
        return;
    }
    std::vector<double> off(curve.size());
    for (std::size_t i = 0; i < curve.size(); ++i) {
        const std::size_t before = i >= reach ? i - reach : i + reach;
        const std::size_t after = i + reach < curve.size() ? i + reach : i - reach;
        off[i] = curve[i] - (curve[before] + curve[after]) / 2;
    }
    const double most = outstanding * dsp::robust_deviation(off);
    std::vector<double> limited = curve;
    for (std::size_t i = 0; i < curve.size(); ++i) {
        if (std::abs(off[i]) > most) {
            const std::size_t from = i >= reach ? i - reach : 0;
            const std::size_t to = std::min(curve.size(), i + reach + 1);
            const double level = dsp::median({curve.begin() + static_cast<std::ptrdiff_t>(from),
                                              curve.begin() + static_cast<std::ptrdiff_t>(to)});
            limited[i] = std::clamp(curve[i], level - most, level + most);
        }
    }
    curve = std::move(limited);
}

} // namespace

void remove_baseline(std::span<double> signal, Hertz rate, Hertz cutoff) {
    if (signal.empty()) {
        return;
    }
    const auto block =
        static_cast<std::size_t>(std::max(1.0, std::round(rate.value / coarse_rate)));
    std::vector<double> curve = dsp::block_means(signal, block);
    limit_pulses(curve);
    const double curve_rate = rate.value / static_cast<double>(block);
    const auto pad = static_cast<std::size_t>(curve_rate / cutoff.value * 2);
    dsp::filter_zero_phase(dsp::butterworth_low_pass(order, cutoff, Hertz{curve_rate}), curve, pad);
    dsp::subtract_curve(signal, curve, block);
}

} // namespace ecg::analyze
