#include "dsp/convolution.hpp"

#include <algorithm>
#include <array>

// The widest registers that the machine has, chosen when the program starts. Every sum is taken in
// the same order whatever their width (and nothing is contracted, see CMakePresets.json), so the
// results are the same bits on every machine. A matrix library compiled for the oldest machine
// takes four times as long.
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

/// Row c * taps + k: channel c as tap k sees it, lead after lead, with zeros beyond the ends.
/// Rows are a multiple of width long.
struct Unrolled {
    std::size_t rows = 0;
    std::size_t columns = 0; ///< of each row
    std::vector<float> values;
};

Unrolled unroll(const Feature& input, std::size_t taps, std::size_t stride, std::size_t samples) {
    const std::size_t reach = taps / 2;
    Unrolled all;
    all.rows = input.channels * taps;
    all.columns = (input.leads * samples + width - 1) / width * width;
    all.values.resize(all.rows * all.columns);
    for (std::size_t c = 0; c < input.channels; ++c) {
        for (std::size_t k = 0; k < taps; ++k) {
            float* row = all.values.data() + (c * taps + k) * all.columns;
            const std::size_t first = k < reach ? (reach - k + stride - 1) / stride : 0;
            const std::size_t end = std::min(samples, (input.samples - 1 + reach - k) / stride + 1);
            for (std::size_t lead = 0; lead < input.leads; ++lead, row += samples) {
                const float* from = input.channel(lead, c) + first * stride + k - reach;
                for (std::size_t t = first; t < end; ++t, from += stride) {
                    row[t] = *from;
                }
            }
        }
    }
    return all;
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

/// A row of sums into channel c, from that column of all leads on.
void put(Feature& output, std::size_t c, std::size_t column, const float* sums, float bias) {
    std::size_t lead = column / output.samples;
    std::size_t sample = column % output.samples;
    for (std::size_t t = 0; t < width && lead < output.leads; ++t) {
        output.channel(lead, c)[sample] = sums[t] + bias;
        if (++sample == output.samples) {
            sample = 0;
            ++lead;
        }
    }
}

} // namespace

Feature make_feature(std::size_t leads, std::size_t channels, std::size_t samples) {
    return {leads, channels, samples, std::vector<float>(leads * channels * samples)};
}

Feature convolve(const Feature& input, const Kernel& kernel, std::size_t stride) {
    const std::size_t samples = (input.samples + stride - 1) / stride;
    const Unrolled rows = unroll(input, kernel.taps, stride, samples);
    Feature output = make_feature(input.leads, kernel.out, samples);
    std::vector<float> block(rows.rows * width); // stays in the cache for all rows of the result
    for (std::size_t column = 0; column < input.leads * samples; column += width) {
        for (std::size_t r = 0; r < rows.rows; ++r) {
            std::copy_n(rows.values.data() + r * rows.columns + column, width,
                        block.data() + r * width);
        }
        for (std::size_t from = 0; from < kernel.out; from += outs) {
            std::array<const float*, outs> weights{};
            for (std::size_t o = 0; o < outs; ++o) { // what is too much repeats the last
                weights[o] = kernel.weights.data() + std::min(from + o, kernel.out - 1) * rows.rows;
            }
            std::array<float, outs * width> sums{};
            sum_products(sums.data(), weights, block.data(), rows.rows);
            for (std::size_t o = 0; o < std::min(outs, kernel.out - from); ++o) {
                put(output, from + o, column, sums.data() + o * width, kernel.biases[from + o]);
            }
        }
    }
    return output;
}

} // namespace ecg::dsp
