#include "dsp/change_rate.hpp"

#include "dsp/kaiser.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace ecg::dsp {
namespace {

constexpr double stop_decibels = 90;
constexpr std::ptrdiff_t largest_number = 2000;

struct Ratio {
    std::ptrdiff_t up = 1;
    std::ptrdiff_t down = 1;
};

Ratio ratio_of(Hertz to, Hertz from) {
    const double wanted = to / from;
    for (std::ptrdiff_t down = 1; down <= largest_number; ++down) {
        const double up = wanted * static_cast<double>(down);
        if (up > 0.5 && std::abs(up - std::round(up)) < 1e-9 * up) {
            return {static_cast<std::ptrdiff_t>(std::llround(up)), down};
        }
    }
    assert(false && "the rates have no ratio of small numbers");
    return {};
}

/// The weights of the inputs first … first + size - 1 around an output, first counted from the
/// input at or before it.
struct Phase {
    std::ptrdiff_t first = 0;
    std::vector<double> weights;
};

/// Phase p serves the outputs that lie p / up behind an input.
std::vector<Phase> design(Ratio ratio, Hertz from, Band keep) {
    const double fine_hz = from.value * static_cast<double>(ratio.up);
    const double width = (keep.stop - keep.pass).value / fine_hz;
    const double cutoff = (keep.stop + keep.pass).value / fine_hz; // cycles a half sample
    const auto half =
        static_cast<std::ptrdiff_t>(std::ceil(kaiser_length(stop_decibels, width) / 2));
    const double beta = kaiser_beta(stop_decibels);
    std::vector<Phase> phases(static_cast<std::size_t>(ratio.up));
    for (std::ptrdiff_t p = 0; p < ratio.up; ++p) {
        Phase& phase = phases[static_cast<std::size_t>(p)];
        phase.first = -((half - p) / ratio.up);
        double sum = 0;
        for (std::ptrdiff_t n = phase.first; p - n * ratio.up >= -half; ++n) {
            const auto t = static_cast<double>(p - n * ratio.up);
            const double x = std::numbers::pi * cutoff * t;
            const double sinc = t == 0 ? 1 : std::sin(x) / x;
            phase.weights.push_back(sinc * kaiser_window(t / static_cast<double>(half + 1), beta));
            sum += phase.weights.back();
        }
        for (double& weight : phase.weights) {
            weight /= sum; // a constant stays a constant
        }
    }
    return phases;
}

} // namespace

std::vector<double> change_rate(std::span<const double> signal, Hertz from, Hertz to, Band keep) {
    std::vector<double> out;
    if (signal.empty()) {
        return out;
    }
    const Ratio ratio = ratio_of(to, from);
    const std::vector<Phase> phases = design(ratio, from, keep);
    const auto last = static_cast<std::ptrdiff_t>(signal.size()) - 1;
    const std::ptrdiff_t count = last * ratio.up / ratio.down + 1;
    out.reserve(static_cast<std::size_t>(count));
    for (std::ptrdiff_t i = 0; i < count; ++i) {
        const std::ptrdiff_t place = i * ratio.down;
        const Phase& phase = phases[static_cast<std::size_t>(place % ratio.up)];
        std::ptrdiff_t input = place / ratio.up + phase.first;
        double sum = 0;
        for (const double weight : phase.weights) {
            sum += weight *
                   signal[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(input++, 0, last))];
        }
        out.push_back(sum);
    }
    return out;
}

} // namespace ecg::dsp
