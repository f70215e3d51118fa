#include "dsp/convolution.hpp"

#include <algorithm>
#include <array>

// The widest registers that the machine has, chosen when the program starts. Every sum is taken in
// the same order whatever their width (and nothing is contracted, see lib/CMakeLists.txt), so the
// results are the same bits on every machine.
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__SANITIZE_THREAD__) &&                  \
    !defined(__SANITIZE_ADDRESS__) && !defined(__clang__)
#define ECG_ANY_WIDTH __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define ECG_ANY_WIDTH
#endif

namespace ecg::dsp {
namespace {

constexpr std::size_t outs = 4;   // rows of the result that are summed at once, in registers
constexpr std::size_t width = 16; // columns of them

/// What the taps see of one lead for `width` samples of the result from `first` on: row c * taps +
/// k is channel c as tap k sees it, with zeros beyond the ends.
void unroll(std::vector<float>& block, const Feature& input, std::size_t lead, std::size_t taps,
            std::size_t stride, std::size_t first) {
    const auto samples = static_cast<std::ptrdiff_t>(input.samples);
    const auto step = static_cast<std::ptrdiff_t>(stride);
    float* row = block.data();
    for (std::size_t c = 0; c < input.channels; ++c) {
        const float* channel = input.channel(lead, c);
        for (std::size_t k = 0; k < taps; ++k, row += width) {
            const std::ptrdiff_t from = static_cast<std::ptrdiff_t>(first * stride + k) -
                                        static_cast<std::ptrdiff_t>(taps / 2);
            const std::ptrdiff_t last = from + step * static_cast<std::ptrdiff_t>(width - 1);
            if (from >= 0 && last < samples) {
                for (std::ptrdiff_t t = 0; t < static_cast<std::ptrdiff_t>(width); ++t) {
                    row[t] = channel[from + t * step];
                }
                continue;
            }
            for (std::ptrdiff_t t = 0; t < static_cast<std::ptrdiff_t>(width); ++t) {
                const std::ptrdiff_t i = from + t * step;
                row[t] = i >= 0 && i < samples ? channel[i] : 0.0F;
            }
        }
    }
}

/// Sixteen numbers that are calculated with at once, wherever they lie in memory.
using Wide =
    float __attribute__((vector_size(width * sizeof(float)), aligned(sizeof(float)), may_alias));

/// sums[o * width + t] = weights[o] . column t of a block of rows × width numbers.
ECG_ANY_WIDTH void sum_products(float* sums, const std::array<const float*, outs>& weights,
                                const float* block, std::size_t rows) {
    Wide sum_0{};
    Wide sum_1{};
    Wide sum_2{};
    Wide sum_3{};
    for (std::size_t r = 0; r < rows; ++r) {
        const Wide x = *reinterpret_cast<const Wide*>(block + r * width);
        sum_0 += weights[0][r] * x;
        sum_1 += weights[1][r] * x;
        sum_2 += weights[2][r] * x;
        sum_3 += weights[3][r] * x;
    }
    auto* out = reinterpret_cast<Wide*>(sums);
    out[0] = sum_0;
    out[1] = sum_1;
    out[2] = sum_2;
    out[3] = sum_3;
}

} // namespace

Feature make_feature(std::size_t leads, std::size_t channels, std::size_t samples) {
    return {leads, channels, samples, std::vector<float>(leads * channels * samples)};
}

Feature convolve(const Feature& input, const Kernel& kernel, std::size_t stride) {
    Feature output = make_feature(input.leads, kernel.out, (input.samples + stride - 1) / stride);
    const std::size_t rows = kernel.in * kernel.taps;
    std::vector<float> block(rows * width); // stays in the cache for all channels of the result
    std::array<float, outs * width> sums{};
    for (std::size_t lead = 0; lead < input.leads; ++lead) {
        for (std::size_t first = 0; first < output.samples; first += width) {
            unroll(block, input, lead, kernel.taps, stride, first);
            const std::size_t count = std::min(width, output.samples - first);
            for (std::size_t from = 0; from < kernel.out; from += outs) {
                std::array<const float*, outs> weights{};
                for (std::size_t o = 0; o < outs; ++o) { // what is too much repeats the last
                    weights[o] = kernel.weights.data() + std::min(from + o, kernel.out - 1) * rows;
                }
                sum_products(sums.data(), weights, block.data(), rows);
                for (std::size_t o = from; o < std::min(from + outs, kernel.out); ++o) {
                    const float* sum = sums.data() + (o - from) * width;
                    std::transform(sum, sum + count, output.channel(lead, o) + first,
                                   [bias = kernel.biases[o]](float v) { return v + bias; });
                }
            }
        }
    }
    return output;
}

} // namespace ecg::dsp
