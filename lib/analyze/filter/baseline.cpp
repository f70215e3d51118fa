#include "analyze/filter/baseline.hpp"

#include "dsp/filters.hpp"
#include "dsp/resample.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ecg::analyze {
namespace {

constexpr double coarse_rate =
    20;                  // Hz: fast enough for a curve below 0.67 Hz, and 25 times less work
constexpr int order = 4; // twice that, forth and back

} // namespace

void remove_baseline(std::span<double> signal, Hertz rate, Hertz cutoff) {
    if (signal.empty()) {
        return;
    }
    const auto block =
        static_cast<std::size_t>(std::max(1.0, std::round(rate.value / coarse_rate)));
    std::vector<double> curve = dsp::block_means(signal, block);
    const double curve_rate = rate.value / static_cast<double>(block);
    const auto pad = static_cast<std::size_t>(curve_rate / cutoff.value * 2);
    dsp::filter_zero_phase(dsp::butterworth_low_pass(order, cutoff, Hertz{curve_rate}), curve, pad);
    dsp::subtract_curve(signal, curve, block);
}

} // namespace ecg::analyze
