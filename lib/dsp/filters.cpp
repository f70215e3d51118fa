#include "dsp/filters.hpp"

#include "common/error.hpp"
#include "common/text.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace ecg::dsp {
namespace {

/// Throws for a frequency that samples at rate cannot hold, and says where it shows instead.
void require_below_nyquist(Hertz frequency, Hertz rate) {
    if (frequency.value > 0 && 2 * frequency.value < rate.value) {
        return;
    }
    const double shown =
        std::abs(frequency.value - rate.value * std::round(frequency.value / rate.value));
    throw Error{ErrorKind::usage, "filter at " + format_number(frequency.value, 2) +
                                      " Hz: a rate of " + format_number(rate.value, 2) +
                                      " Hz holds what lies below " +
                                      format_number(rate.value / 2, 2) + " Hz and shows this at " +
                                      format_number(shown, 2) + " Hz"};
}

/// The poles of a Butterworth filter come in pairs with these damping factors; an odd order has
/// one pole more, which is real.
std::vector<double> pair_damping(int order) {
    assert(order > 0);
    std::vector<double> damping;
    damping.reserve(static_cast<std::size_t>(order / 2));
    for (int pair = 0; pair < order / 2; ++pair) {
        damping.push_back(2 * std::sin(std::numbers::pi * (2 * pair + 1) / (2.0 * order)));
    }
    return damping;
}

/// The state at which a section rests when fed the constant input.
struct State {
    double s1{};
    double s2{};
};

State resting(const Biquad& q, double input) {
    const double output = input * (q.b0 + q.b1 + q.b2) / (1 + q.a1 + q.a2);
    const double s2 = q.b2 * input - q.a2 * output;
    return {q.b1 * input - q.a1 * output + s2, s2};
}

void run(const Biquad& q, std::span<double> x) {
    State state = resting(q, x.front());
    for (double& v : x) {
        const double y = q.b0 * v + state.s1;
        state.s1 = q.b1 * v - q.a1 * y + state.s2;
        state.s2 = q.b2 * v - q.a2 * y;
        v = y;
    }
}

} // namespace

Sections butterworth_low_pass(int order, Hertz cutoff, Hertz rate) {
    require_below_nyquist(cutoff, rate);
    const double k = std::tan(std::numbers::pi * cutoff.value / rate.value);
    Sections sections;
    if (order % 2 != 0) {
        sections.push_back({k / (1 + k), k / (1 + k), 0, (k - 1) / (1 + k), 0});
    }
    for (const double d : pair_damping(order)) {
        const double a0 = 1 + d * k + k * k;
        const double b = k * k / a0;
        sections.push_back({b, 2 * b, b, 2 * (k * k - 1) / a0, (1 - d * k + k * k) / a0});
    }
    return sections;
}

Sections butterworth_high_pass(int order, Hertz cutoff, Hertz rate) {
    require_below_nyquist(cutoff, rate);
    const double k = std::tan(std::numbers::pi * cutoff.value / rate.value);
    Sections sections;
    if (order % 2 != 0) {
        sections.push_back({1 / (1 + k), -1 / (1 + k), 0, (k - 1) / (1 + k), 0});
    }
    for (const double d : pair_damping(order)) {
        const double a0 = 1 + d * k + k * k;
        const double b = 1 / a0;
        sections.push_back({b, -2 * b, b, 2 * (k * k - 1) / a0, (1 - d * k + k * k) / a0});
    }
    return sections;
}

Sections notch(Hertz centre, Hertz width, Hertz rate) {
    require_below_nyquist(centre, rate);
    const double w = 2 * std::numbers::pi * centre.value / rate.value;
    const double t = std::tan(std::numbers::pi * width.value / rate.value);
    const double a0 = 1 + t;
    return {{1 / a0, -2 * std::cos(w) / a0, 1 / a0, -2 * std::cos(w) / a0, (1 - t) / a0}};
}

void filter_zero_phase(const Sections& sections, std::span<double> signal, std::size_t pad) {
    const std::size_t n = signal.size();
    if (n < 2) {
        return;
    }
    pad = std::min(pad, n - 1);
    std::vector<double> x(n + 2 * pad);
    for (std::size_t i = 0; i < pad; ++i) { // an odd reflection keeps level and slope at the end
        x[i] = 2 * signal.front() - signal[pad - i];
        x[pad + n + i] = 2 * signal.back() - signal[n - 2 - i];
    }
    std::copy(signal.begin(), signal.end(), x.begin() + static_cast<std::ptrdiff_t>(pad));
    for (int pass = 0; pass < 2; ++pass) {
        for (const Biquad& section : sections) {
            run(section, x);
        }
        std::reverse(x.begin(), x.end());
    }
    std::copy_n(x.begin() + static_cast<std::ptrdiff_t>(pad), n, signal.begin());
}

} // namespace ecg::dsp
