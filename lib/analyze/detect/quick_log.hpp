// The natural logarithm of many values, fast, and the same on every machine.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

namespace ecg::analyze {

constexpr float log_of_zero = -1000; ///< farther from any other than what is asked for

/// To 1e-6, of positive normal numbers; log_of_zero of all others.
inline float quick_log(float x) {
    if (!(x > 1e-37F)) {
        return log_of_zero;
    }
    // x = m 2^e with m around 1; then by the series of the inverse hyperbolic tangent.
    const auto bits = std::bit_cast<std::uint32_t>(x);
    const std::uint32_t above = bits - 0x3f3504f3U; // of the root of a half
    const auto e = static_cast<float>(static_cast<std::int32_t>(above) >> 23);
    const auto m = std::bit_cast<float>((above & 0x007fffffU) + 0x3f3504f3U);
    const float t = (m - 1) / (m + 1);
    const float q = t * t;
    return e * 0.69314718F +
           2 * t * (1 + q * (0.33333333F + q * (0.2F + q * (0.14285714F + q * 0.11111111F))));
}

/// The logarithm of a ratio by those of its parts, kept within 3 to each side.
inline float log_share(float log_part, float log_whole) {
    return std::clamp(log_part - log_whole, -3.0F, 3.0F);
}

} // namespace ecg::analyze
