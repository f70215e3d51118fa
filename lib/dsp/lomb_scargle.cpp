#include "dsp/lomb_scargle.hpp"

#include <algorithm>
#include <array>
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

/// What the periodogram is made of, at one frequency.
struct Sums {
    Complex signal; ///< sum y exp(iwt)
    Complex twice;  ///< sum exp(2iwt)
};

/// Some values side by side: their turns do not wait for each other.
struct Lanes {
    static constexpr std::size_t count = 4;
    std::array<double, count> value{};
    std::array<double, count> weight{}; ///< 0 in a lane without a value
    std::array<Complex, count> turn{};  ///< of one step
    std::array<Complex, count> at{};    ///< of the frequency

    Sums next() {
        Sums sums;
        for (std::size_t j = 0; j < count; ++j) {
            sums.signal += value[j] * at[j];
            sums.twice += weight[j] * product(at[j], at[j]);
            at[j] = product(at[j], turn[j]);
        }
        return sums;
    }
};

double power(const Sums& sums, double count) {
    const double length = std::abs(sums.twice);
    // The turn by which sines and cosines at these times are at right angles to each other.
    const Complex turn = length > 0 ? std::sqrt(sums.twice / length) : Complex{1, 0};
    const Complex turned = product(sums.signal, std::conj(turn));
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
    std::vector<Sums> sums(count);
    for (std::size_t first = 0; first < times.size(); first += Lanes::count) {
        Lanes lanes;
        for (std::size_t j = 0; j < std::min(Lanes::count, times.size() - first); ++j) {
            const double seconds = times[first + j] - times.front();
            lanes.value[j] = values[first + j];
            lanes.weight[j] = 1;
            lanes.turn[j] = std::polar(1.0, 2 * std::numbers::pi * step.value * seconds);
            lanes.at[j] = lanes.turn[j];
        }
        for (Sums& at_frequency : sums) {
            const Sums more = lanes.next();
            at_frequency.signal += more.signal;
            at_frequency.twice += more.twice;
        }
    }
    std::vector<double> periodogram;
    for (const Sums& at_frequency : sums) {
        periodogram.push_back(
            times.empty() ? 0 : power(at_frequency, static_cast<double>(times.size())));
    }
    return periodogram;
}

} // namespace ecg::dsp
