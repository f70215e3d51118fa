#include "synth/exact_math.hpp"
#include "synth/noise.hpp"
#include "synth/random.hpp"

#include <cmath>
#include <numbers>

namespace ecg::synth {
namespace {

/// The factor by which a first-order process with this cut-off forgets in one sample.
double forgetting(double cutoff_hz, double rate) {
    return exact_exp(-2 * std::numbers::pi * cutoff_hz / rate);
}

/// Respiration, one sine for all channels in their own strength, and a slow walk of each: white
/// noise through two first-order low-passes, which falls with 1/f^2 from 0.02 Hz and faster
/// from 0.5 Hz on.
class Wander : public SignalSource {
public:
    explicit Wander(const SynthSettings& settings)
        : rate_{settings.rate.value}, amplitude_{settings.noise.wander.value},
          random_{settings.seed, Stream::wander}, slow_{forgetting(0.02, rate_)}, fast_{forgetting(
                                                                                      0.5, rate_)} {
        for (double& strength : strength_) {
            strength = amplitude_ * random_.uniform(0.7, 1.0);
        }
        const double p = slow_;
        const double q = fast_; // variance of the two low-passes in a row for unit white noise
        const double variance = (1 + p * q) / ((1 - p * p) * (1 - q * q) * (1 - p * q));
        step_ = amplitude_ / 3 / std::sqrt(variance);
    }

    void add(Block& block) override {
        for (std::size_t k = 0; k < block.count; ++k) {
            const double t =
                static_cast<double>(block.first + static_cast<std::int64_t>(k)) / rate_;
            const double breath = sin_turns(frequency_ * t + phase_);
            for (std::size_t c = 0; c < channel_count; ++c) {
                walk_[c] = slow_ * walk_[c] + step_ * random_.normal();
                drift_[c] = fast_ * drift_[c] + walk_[c];
                block.channel[c][k] += strength_[c] * breath + drift_[c];
            }
        }
    }

private:
    double rate_;
    double amplitude_;
    Random random_;
    double frequency_ = random_.uniform(0.15, 0.40);
    double phase_ = random_.uniform();
    double slow_;
    double fast_;
    double step_ = 0;
    Channels strength_{};
    Channels walk_{};
    Channels drift_{};
};

} // namespace

SourcePointer make_wander(const SynthSettings& settings) {
    return std::make_unique<Wander>(settings);
}

} // namespace ecg::synth
