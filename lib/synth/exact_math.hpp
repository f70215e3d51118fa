// Sine, exponential and logarithm of IEEE basic operations only: the same bits on every platform.
#pragma once

#include <cmath>
#include <cstdint>

namespace ecg::synth {

/// The nearest integer, ties to even; |x| below 2^51. Unlike std::rint, always inline.
constexpr double nearest(double x) {
    constexpr double shift = 6755399441055744.0; // 1.5 * 2^52 leaves no bit for a fraction
    return (x + shift) - shift;
}

/// sin(2 pi turns).
constexpr double sin_turns(double turns) {
    double r = turns - nearest(turns); // -1/2 .. 1/2
    r = r > 0.25 ? 0.5 - r : r;
    r = r < -0.25 ? -0.5 - r : r;
    const double x = r * 6.283185307179586476925;
    const double y = x * x;
    double sum = 1.0 / 51090942171709440000.0; // Taylor to x^21: within 1e-16 at pi/2
    sum = -1.0 / 121645100408832000.0 + y * sum;
    sum = 1.0 / 355687428096000.0 + y * sum;
    sum = -1.0 / 1307674368000.0 + y * sum;
    sum = 1.0 / 6227020800.0 + y * sum;
    sum = -1.0 / 39916800.0 + y * sum;
    sum = 1.0 / 362880.0 + y * sum;
    sum = -1.0 / 5040.0 + y * sum;
    sum = 1.0 / 120.0 + y * sum;
    sum = -1.0 / 6.0 + y * sum;
    return x + x * y * sum;
}

constexpr double cos_turns(double turns) {
    return sin_turns(turns + 0.25);
}

/// The natural logarithm of x > 0.
inline double exact_log(double x) {
    int exponent = 0;
    double m = std::frexp(x, &exponent);
    if (m < 0.70710678118654752440) {
        m *= 2;
        --exponent;
    }
    const double s = (m - 1) / (m + 1);
    const double y = s * s; // below 0.0295
    double sum = 1.0 / 23;
    sum = 1.0 / 21 + y * sum;
    sum = 1.0 / 19 + y * sum;
    sum = 1.0 / 17 + y * sum;
    sum = 1.0 / 15 + y * sum;
    sum = 1.0 / 13 + y * sum;
    sum = 1.0 / 11 + y * sum;
    sum = 1.0 / 9 + y * sum;
    sum = 1.0 / 7 + y * sum;
    sum = 1.0 / 5 + y * sum;
    sum = 1.0 / 3 + y * sum;
    sum = 1.0 + y * sum;
    return exponent * 0.69314718055994530942 + 2 * s * sum;
}

/// e^x for |x| < 700.
inline double exact_exp(double x) {
    const double k = nearest(x / 0.69314718055994530942);
    const double r = x - k * 0.69314718055994530942;
    double sum = 1;
    for (int n = 16; n >= 1; --n) {
        sum = 1 + r / n * sum;
    }
    return std::ldexp(sum, static_cast<int>(k));
}

} // namespace ecg::synth
