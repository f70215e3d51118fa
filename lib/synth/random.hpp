// Random numbers that are the same with every compiler and library.
#pragma once

#include "synth/exact_math.hpp"

#include <array>
#include <cmath>
#include <cstdint>

namespace ecg::synth {

/// Streams of random numbers, one a purpose, so that a noise turned on does not move the beats.
enum class Stream : std::uint64_t {
    rhythm = 1,
    atrial,
    wander,
    powerline,
    muscle,
    muscle_burst,
    burst_times,
    white,
    motion,
    floating,
    ventricular,
    link_faults,
    link_pieces
};

/// xoshiro256** by Blackman and Vigna, seeded by splitmix64.
class Random {
public:
    Random(std::uint64_t seed, Stream stream) {
        std::uint64_t x = seed ^ (static_cast<std::uint64_t>(stream) * 0xD1B54A32D192ED03U);
        for (std::uint64_t& word : state_) {
            word = splitmix(x);
        }
    }

    std::uint64_t bits() {
        const std::uint64_t result = rotate(state_[1] * 5, 7) * 9;
        const std::uint64_t shifted = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = rotate(state_[3], 45);
        return result;
    }

    /// From 0 to below 1.
    double uniform() { return static_cast<double>(bits() >> 11) * 0x1.0p-53; }

    double uniform(double low, double high) { return low + (high - low) * uniform(); }

    /// Of mean 0 and standard deviation 1, by Marsaglia's polar method.
    double normal() {
        if (has_spare_) {
            has_spare_ = false;
            return spare_;
        }
        double u = 0;
        double v = 0;
        double s = 0;
        do {
            u = uniform(-1, 1);
            v = uniform(-1, 1);
            s = u * u + v * v;
        } while (s >= 1 || s <= 0);
        const double factor = std::sqrt(-2 * exact_log(s) / s);
        spare_ = v * factor;
        has_spare_ = true;
        return u * factor;
    }

private:
    static std::uint64_t rotate(std::uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

    static std::uint64_t splitmix(std::uint64_t& x) {
        x += 0x9E3779B97F4A7C15U;
        std::uint64_t z = x;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31);
    }

    std::array<std::uint64_t, 4> state_{};
    double spare_ = 0;
    bool has_spare_ = false;
};

} // namespace ecg::synth
