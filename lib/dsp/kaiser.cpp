#include "dsp/kaiser.hpp"

#include <cmath>
#include <numbers>

namespace ecg::dsp {
namespace {

/// Modified Bessel function of order zero.
double bessel_i0(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; term > 1e-17 * sum; ++k) {
        term *= (x / (2 * k)) * (x / (2 * k));
        sum += term;
    }
    return sum;
}

} // namespace

double kaiser_window(double place, double beta) {
    if (std::abs(place) >= 1) {
        return 0;
    }
    return bessel_i0(beta * std::sqrt(1 - place * place)) / bessel_i0(beta);
}

double kaiser_beta(double decibels) {
    return 0.1102 * (decibels - 8.7);
}

double kaiser_length(double decibels, double width) {
    return (decibels - 7.95) / (2.285 * 2 * std::numbers::pi * width);
}

} // namespace ecg::dsp
