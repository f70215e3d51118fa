#include "dsp/convolution.hpp"
#include "support/catch.hpp"

#include <numeric>

using namespace ecg::dsp;

namespace {

/// 1, 2, 3, … through all channels and leads.
Feature counting(std::size_t leads, std::size_t channels, std::size_t samples) {
    Feature feature = make_feature(leads, channels, samples);
    std::iota(feature.values.begin(), feature.values.end(), 1.0F);
    return feature;
}

Feature impulse(std::size_t samples, std::size_t at) {
    Feature feature = make_feature(1, 1, samples);
    feature.channel(0, 0)[at] = 1;
    return feature;
}

/// A kernel that owns its numbers.
struct OwnKernel {
    std::vector<float> weights;
    std::vector<float> biases;
    std::size_t in = 1;

    [[nodiscard]] Kernel kernel() const {
        return {biases.size(), in, weights.size() / in / biases.size(), weights, biases};
    }
};

} // namespace

TEST_CASE("A convolution answers an impulse with its kernel reversed in time, around it") {
    const OwnKernel own{{1, 2, 4}, {0}};

    const Feature answer = convolve(impulse(7, 3), own.kernel());

    CHECK(answer.values == std::vector<float>{0, 0, 4, 2, 1, 0, 0});
}

TEST_CASE("A kernel with its only weight beside the middle shifts the signal") {
    const OwnKernel own{{0, 0, 0, 0, 1}, {0}}; // two samples ahead

    const Feature answer = convolve(counting(1, 1, 6), own.kernel());

    CHECK(answer.values == std::vector<float>{3, 4, 5, 6, 0, 0});
}

TEST_CASE("Beyond the ends of the signal are zeros, not its neighbour lead") {
    const OwnKernel own{{1, 1, 1}, {0}};

    const Feature answer = convolve(counting(2, 1, 3), own.kernel()); // 1 2 3 and 4 5 6

    CHECK(answer.values == std::vector<float>{3, 6, 5, 9, 15, 11});
}

TEST_CASE("A stride keeps the first sample and every second after it") {
    const OwnKernel own{{1, 10, 100}, {0}};
    const Feature signal = counting(1, 1, 5);

    const Feature every = convolve(signal, own.kernel());
    const Feature second = convolve(signal, own.kernel(), 2);

    CHECK(every.samples == 5);
    REQUIRE(second.samples == 3);
    for (std::size_t t = 0; t < 3; ++t) {
        CHECK(second.channel(0, 0)[t] == every.channel(0, 0)[2 * t]);
    }
}

TEST_CASE("An even signal halves under a stride of two") {
    const OwnKernel own{{0, 1, 0}, {0}};

    CHECK(convolve(counting(1, 1, 6), own.kernel(), 2).values == std::vector<float>{1, 3, 5});
}

TEST_CASE("Each output channel sums all input channels and adds its bias, lead by lead") {
    const OwnKernel own{{1, 10, 2, 20}, {0.5F, -1}, 2}; // out 0: 1, 10; out 1: 2, 20

    const Feature answer = convolve(counting(2, 2, 2), own.kernel());

    REQUIRE(answer.leads == 2);
    REQUIRE(answer.channels == 2);
    CHECK(answer.values == std::vector<float>{31.5F, 42.5F, 61, 83, 75.5F, 86.5F, 149, 171});
}

TEST_CASE("More channels, leads and samples than fit a register sum alike") {
    OwnKernel own{{}, std::vector<float>(7), 5};
    for (int i = 0; i < 7 * 5 * 3; ++i) {
        own.weights.push_back(static_cast<float>(i % 11 - 5));
    }
    Feature signal = make_feature(3, 5, 37);
    for (std::size_t i = 0; i < signal.values.size(); ++i) {
        signal.values[i] = static_cast<float>(i % 13) - 6;
    }

    const Feature answer = convolve(signal, own.kernel());

    for (std::size_t lead = 0; lead < 3; ++lead) {
        for (std::size_t out = 0; out < 7; ++out) {
            for (std::size_t t = 0; t < 37; ++t) {
                float sum = 0; // of whole numbers: exact in any order
                for (std::size_t c = 0; c < 5; ++c) {
                    for (std::size_t k = 0; k < 3; ++k) {
                        if (t + k >= 1 && t + k - 1 < 37) {
                            sum += own.weights[(out * 5 + c) * 3 + k] *
                                   signal.channel(lead, c)[t + k - 1];
                        }
                    }
                }
                REQUIRE(answer.channel(lead, out)[t] == sum);
            }
        }
    }
}

TEST_CASE("A signal may be shorter than half the kernel") {
    const OwnKernel own{{1, 2, 4, 8, 16}, {0}};

    CHECK(convolve(counting(1, 1, 1), own.kernel()).values == std::vector<float>{4});
    CHECK(convolve(counting(1, 1, 2), own.kernel()).values == std::vector<float>{20, 10});
}
