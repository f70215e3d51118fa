// A stretch of signal in the eight channels that a twelve-lead recorder really takes.
#pragma once

#include "model/lead.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ecg::synth {

/// I, II, V1 … V6. The other leads follow from I and II.
inline constexpr std::size_t channel_count = 8;

/// One number a channel, mostly mV.
using Channels = std::array<double, channel_count>;

inline constexpr std::size_t channel_i = 0;
inline constexpr std::size_t channel_ii = 1;
inline constexpr std::size_t channel_v1 = 2;

/// Samples first … first + count - 1 of each channel, mV.
struct Block {
    std::int64_t first = 0;
    std::size_t count = 0;
    std::array<std::vector<double>, channel_count> channel;

    /// All zero.
    void start(std::int64_t first_sample, std::size_t samples) {
        first = first_sample;
        count = samples;
        for (std::vector<double>& row : channel) {
            row.assign(samples, 0.0);
        }
    }
};

/// The twelve leads of one moment [einthoven-1913, goldberger-1942].
constexpr std::array<double, lead_count> twelve_leads(const Channels& c) {
    const double i = c[channel_i];
    const double ii = c[channel_ii];
    return {i,    ii,   ii - i, -0.5 * (i + ii), i - 0.5 * ii, ii - 0.5 * i, c[2], c[3], c[4],
            c[5], c[6], c[7]};
}

} // namespace ecg::synth
