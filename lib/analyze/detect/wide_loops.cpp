#include "analyze/detect/wide_loops.hpp"

#include "dsp/any_width.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

namespace ecg::analyze {

ECG_ANY_WIDTH void scale_all(float* values, std::size_t count, float factor) {
    for (std::size_t i = 0; i < count; ++i) {
        values[i] *= factor;
    }
}

ECG_ANY_WIDTH void add_scaled(float* sums, const float* values, std::size_t count, float factor) {
    for (std::size_t i = 0; i < count; ++i) {
        sums[i] += factor * values[i];
    }
}

ECG_ANY_WIDTH void take_roots(float* values, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        values[i] = std::sqrt(values[i]);
    }
}

ECG_ANY_WIDTH void take_roots_of_sums(float* roots, const float* a, const float* b,
                                      std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        roots[i] = std::sqrt(a[i] + b[i]);
    }
}

ECG_ANY_WIDTH float largest(const float* values, std::size_t count) {
    std::int32_t most = 0; // the bits of positive numbers grow with them
    for (std::size_t i = 0; i < count; ++i) {
        most = std::max(most, std::bit_cast<std::int32_t>(values[i]) & 0x7fffffff);
    }
    return std::bit_cast<float>(most);
}

} // namespace ecg::analyze
