#include "synth/exact_math.hpp"
#include "synth/noise.hpp"
#include "synth/random.hpp"

#include <cmath>
#include <numbers>

namespace ecg::synth {
namespace {

constexpr double frequency_drift = 0.05; // Hz to either side
constexpr double drift_rate = 1.0 / 97;  // Hz
constexpr double drift_turns = frequency_drift / (2 * std::numbers::pi * drift_rate);
constexpr double third_share = 0.2;

/// The mains in all channels, each with its own phase, given in turns. A sine above half the rate
/// is left out, as by an anti-alias filter, or folds by itself when sampled.
class Hum {
public:
    Hum(const SynthSettings& settings, double amplitude, const Channels& phases)
        : rate_{settings.rate.value}, frequency_{settings.noise.powerline_frequency.value} {
        const double limit = settings.noise.antialias ? rate_ / 2 : INFINITY;
        const double first = frequency_ + frequency_drift < limit ? amplitude : 0;
        const double third =
            3 * (frequency_ + frequency_drift) < limit ? amplitude * third_share : 0;
        for (std::size_t c = 0; c < channel_count; ++c) {
            const double phase = phases[c];
            sine_[c] = first * cos_turns(phase);
            cosine_[c] = first * sin_turns(phase);
            third_sine_[c] = third * cos_turns(3 * phase);
            third_cosine_[c] = third * sin_turns(3 * phase);
        }
    }

    void add(Block& block, std::size_t k) const {
        const double t = static_cast<double>(block.first + static_cast<std::int64_t>(k)) / rate_;
        const double turns = frequency_ * t + drift_turns * (1 - cos_turns(drift_rate * t));
        const double s = sin_turns(turns);
        const double c = cos_turns(turns);
        const double s3 = s * (3 - 4 * s * s);
        const double c3 = c * (4 * c * c - 3);
        for (std::size_t n = 0; n < channel_count; ++n) {
            block.channel[n][k] +=
                sine_[n] * s + cosine_[n] * c + third_sine_[n] * s3 + third_cosine_[n] * c3;
        }
    }

private:
    double rate_;
    double frequency_;
    Channels sine_{};
    Channels cosine_{};
    Channels third_sine_{};
    Channels third_cosine_{};
};

/// Anywhere, but near each other: all cables lie in one field.
Channels near_phases(Random random) {
    const double base = random.uniform();
    Channels phases{};
    for (double& phase : phases) {
        phase = base + random.uniform(-0.1, 0.1);
    }
    return phases;
}

class Powerline : public SignalSource {
public:
    explicit Powerline(const SynthSettings& settings)
        : hum_{settings, settings.noise.powerline.value,
               near_phases(Random{settings.seed, Stream::powerline})} {}

    void add(Block& block) override {
        for (std::size_t k = 0; k < block.count; ++k) {
            hum_.add(block, k);
        }
    }

private:
    Hum hum_;
};

/// The body floats against the amplifier: strong mains, and noise at any rate.
class Floating : public SignalSource {
public:
    explicit Floating(const SynthSettings& settings)
        : rate_{settings.rate.value}, random_{settings.seed, Stream::floating}, hum_{settings,
                                                                                     hum_mv,
                                                                                     phases} {
        for (const ElectrodeOff& off : settings.electrodes_off) {
            if (off.electrode == "RL") {
                times_.push_back(off);
            }
        }
    }

    void add(Block& block) override {
        for (std::size_t k = 0; k < block.count; ++k) {
            if (!is_off(static_cast<double>(block.first + static_cast<std::int64_t>(k)) / rate_)) {
                continue;
            }
            hum_.add(block, k);
            for (std::vector<double>& row : block.channel) {
                row[k] += noise_mv * random_.normal();
            }
        }
    }

private:
    static constexpr double hum_mv = 2;
    static constexpr double noise_mv = 0.2;
    static constexpr Channels phases{0, 0.25, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9}; // none cancels

    [[nodiscard]] bool is_off(double t) const {
        for (const ElectrodeOff& off : times_) {
            if (off.from.count() <= t && t < off.to.count()) {
                return true;
            }
        }
        return false;
    }

    double rate_;
    Random random_;
    Hum hum_;
    std::vector<ElectrodeOff> times_;
};

} // namespace

SourcePointer make_powerline(const SynthSettings& settings) {
    return std::make_unique<Powerline>(settings);
}

SourcePointer make_floating(const SynthSettings& settings) {
    return std::make_unique<Floating>(settings);
}

} // namespace ecg::synth
