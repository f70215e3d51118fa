// Convolutions of many channels at once, the arithmetic of small networks.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace ecg::dsp {

/// A matrix of numbers in channels × samples; the channels of one lead lie together, lead after
/// lead, each channel's samples in a row.
struct Feature {
    std::size_t leads = 0;
    std::size_t channels = 0; ///< of each lead
    std::size_t samples = 0;  ///< of each channel
    std::vector<float> values;

    [[nodiscard]] float* channel(std::size_t lead, std::size_t c) {
        return values.data() + (lead * channels + c) * samples;
    }

    [[nodiscard]] const float* channel(std::size_t lead, std::size_t c) const {
        return values.data() + (lead * channels + c) * samples;
    }
};

Feature make_feature(std::size_t leads, std::size_t channels, std::size_t samples);

/// out × in × taps weights, then one bias for each of out.
struct Kernel {
    std::size_t out = 0;
    std::size_t in = 0;
    std::size_t taps = 0;
    std::span<const float> weights;
    std::span<const float> biases;
};

/// Every lead convolved with the same kernel, taps centred, zeros beyond the ends, every stride-th
/// sample kept.
Feature convolve(const Feature& input, const Kernel& kernel, std::size_t stride = 1);

} // namespace ecg::dsp
