#include "dsp/lomb_scargle.hpp"

#include <cassert>
#include <cmath>
#include <complex>
#include <numbers>

namespace ecg::dsp {
namespace {

using Complex = std::complex<double>;

/// Written out: the operator of std::complex looks for infinities at every turn.
Complex product(Complex a, Complex b) {
    return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

/// Power from sum y exp(iwt), sum exp(2iwt) and the number of values.
double power(Complex signal, Complex twice, double count) {
    const double length = std::abs(twice);
    // The turn by which sines and cosines at these times are at right angles to each other.
    const Complex turn = length > 0 ? std::sqrt(twice / length) : Complex{1, 0};
    const Complex turned = product(signal, std::conj(turn));
    const double cosines = (count + length) / 2;
    const double sines = (count - length) / 2;
    double sum = turned.real() * turned.real() / cosines;
    if (sines > 1e-9 * count) { // else no sine can be told at these times
        sum += turned.imag() * turned.imag() / sines;
    }
    return sum / 2;
}

} // namespace

std::vector<double> lomb_scargle(std::span<const double> times, std::span<const double> values,
                                 Hertz step, std::size_t count) {
    assert(times.size() == values.size() && step.value > 0);
    std::vector<Complex> signal(count);
    std::vector<Complex> twice(count);
    for (std::size_t i = 0; i < times.size(); ++i) {
        const double angle = 2 * std::numbers::pi * step.value * (times[i] - times.front());
        const Complex turn = std::polar(1.0, angle);
        Complex at = turn; // each frequency is a step further round than the one before
        for (std::size_t k = 0; k < count; ++k) {
            signal[k] += values[i] * at;
            twice[k] += product(at, at);
            at = product(at, turn);
        }
    }
    std::vector<double> periodogram(count);
    for (std::size_t k = 0; k < count && !times.empty(); ++k) {
        periodogram[k] = power(signal[k], twice[k], static_cast<double>(times.size()));
    }
    return periodogram;
}

} // namespace ecg::dsp
