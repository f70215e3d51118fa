#include "dsp/convolution.hpp"

#include "dsp/any_width.hpp"

#include <algorithm>
#include <array>

namespace ecg::dsp {
namespace {

constexpr std::size_t outs = 4;   // rows of the result that are summed at once, in registers
constexpr std::size_t width = 16; // columns of them

/// One lead's channels with zeros around them, each as `stride` rows: row p has every stride-th
/// sample from the p-th on. So whatever a tap sees for neighbouring results lies in a row.
class Rows {
public:
    Rows(const Feature& input, const Kernel& kernel, std::size_t stride, std::size_t results)
        : input_{input}, stride_{stride}, zeros_{kernel.taps / 2}, length_{(results + width - 1) /
                                                                               width * width +
                                                                           kernel.taps / stride +
                                                                           1},
          values_(input.channels * stride * length_) {
        for (std::size_t c = 0; c < input.channels; ++c) {
            for (std::size_t k = 0; k < kernel.taps; ++k) {
                taps_.push_back((c * stride + k % stride) * length_ + k / stride);
            }
        }
    }

    void take(std::size_t lead) {
        for (std::size_t c = 0; c < input_.channels; ++c) {
            const float* from = input_.channel(lead, c);
            for (std::size_t p = 0; p < stride_; ++p) { // samples p - zeros_, p - zeros_ + stride …
                const std::size_t skip = zeros_ > p ? (zeros_ - p + stride_ - 1) / stride_ : 0;
                const std::size_t i = skip * stride_ + p - zeros_;
                const std::size_t there =
                    i < input_.samples ? (input_.samples - i + stride_ - 1) / stride_ : 0;
                spread(from + i, std::min(there, length_ - std::min(skip, length_)),
                       values_.data() + (c * stride_ + p) * length_ + skip);
            }
        }
    }

    /// Where a row of weights' taps begin, channel after channel, before the first result.
    [[nodiscard]] const std::vector<std::size_t>& taps() const { return taps_; }

    [[nodiscard]] const float* values() const { return values_.data(); }

private:
    /// Every stride-th of the samples from `from` on, count of them.
    void spread(const float* from, std::size_t count, float* row) const {
        if (stride_ == 1) {
            std::copy_n(from, count, row);
            return;
        }
        for (std::size_t t = 0; t < count; ++t) {
            row[t] = from[t * stride_];
        }
    }

    const Feature& input_;
    std::size_t stride_;
    std::size_t zeros_;
    std::size_t length_;
    std::vector<float> values_;
    std::vector<std::size_t> taps_;
};

/// Sixteen numbers that are calculated with at once, wherever they lie in memory.
using Wide =
    float __attribute__((vector_size(width * sizeof(float)), aligned(sizeof(float)), may_alias));

/// One of the rows of a kernel.
struct Row {
    const float* weights = nullptr;
    float bias = 0;
};

/// sums[o * width + t] = bias of rows[o] + its weights . what the taps see of values for result t.
ECG_ANY_WIDTH void sum_products(float* sums, const std::array<Row, outs>& rows, const float* values,
                                const std::vector<std::size_t>& taps) {
    Wide sum[outs];
    for (std::size_t o = 0; o < outs; ++o) {
        sum[o] = Wide{} + rows[o].bias;
    }
    const std::size_t* tap = taps.data();
    const std::size_t count = taps.size();
    for (std::size_t r = 0; r < count; ++r) {
        const Wide x = *reinterpret_cast<const Wide*>(values + tap[r]);
        for (std::size_t o = 0; o < outs; ++o) {
            sum[o] += rows[o].weights[r] * x;
        }
    }
    for (std::size_t o = 0; o < outs; ++o) {
        reinterpret_cast<Wide*>(sums)[o] = sum[o];
    }
}

} // namespace

Feature make_feature(std::size_t leads, std::size_t channels, std::size_t samples) {
    return {leads, channels, samples, std::vector<float>(leads * channels * samples)};
}

Feature convolve(const Feature& input, const Kernel& kernel, std::size_t stride) {
    Feature output = make_feature(input.leads, kernel.out, (input.samples + stride - 1) / stride);
    const std::size_t weights_each = kernel.in * kernel.taps;
    Rows rows{input, kernel, stride, output.samples};
    std::array<float, outs * width> sums{};
    for (std::size_t lead = 0; lead < input.leads; ++lead) {
        rows.take(lead);
        for (std::size_t from = 0; from < kernel.out; from += outs) {
            std::array<Row, outs> of{};
            for (std::size_t o = 0; o < outs; ++o) { // what is too much repeats the last
                const std::size_t out = std::min(from + o, kernel.out - 1);
                of[o] = {kernel.weights.data() + out * weights_each, kernel.biases[out]};
            }
            for (std::size_t first = 0; first < output.samples; first += width) {
                sum_products(sums.data(), of, rows.values() + first, rows.taps());
                const std::size_t count = std::min(width, output.samples - first);
                for (std::size_t o = from; o < std::min(from + outs, kernel.out); ++o) {
                    std::copy_n(sums.data() + (o - from) * width, count,
                                output.channel(lead, o) + first);
                }
            }
        }
    }
    return output;
}

} // namespace ecg::dsp
