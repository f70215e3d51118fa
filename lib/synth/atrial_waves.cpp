#include "synth/atrial_waves.hpp"

#include "synth/exact_math.hpp"
#include "synth/random.hpp"
#include "synth/spell_window.hpp"

#include <algorithm>
#include <numbers>

namespace ecg::synth {
namespace {

void add_to_all(Block& block, std::size_t k, const Channels& gain, double height) {
    for (std::size_t c = 0; c < channel_count; ++c) {
        block.channel[c][k] += gain[c] * height;
    }
}

/// A saw-tooth of three harmonics whose rate and height drift [stridh-sornmo-2001].
class FibrillationWaves : public SignalSource {
public:
    explicit FibrillationWaves(const SynthSettings& settings)
        : rate_{settings.rate.value}, window_{settings}, random_{settings.seed, Stream::atrial} {}

    void add(Block& block) override {
        for (std::size_t k = 0; k < block.count; ++k) {
            const double t =
                static_cast<double>(block.first + static_cast<std::int64_t>(k)) / rate_;
            const double turns =
                frequency_ * t + drift_turns * (1 - cos_turns(drift_rate * t + drift_phase_));
            const double swell = 1 + 0.3 * sin_turns(swell_rate * t + swell_phase_);
            const double s = sin_turns(turns);
            const double c = cos_turns(turns);
            const double saw = s + s * c + s * (3 - 4 * s * s) / 3; // sines of 1, 2, 3 turns
            add_to_all(block, k, gain, window_.at(t) * swell * saw);
        }
    }

private:
    static constexpr Channels gain{0.030, 0.045, 0.080, 0.050, 0.030, 0.025, 0.025, 0.020}; // mV
    static constexpr double drift_rate = 0.1;                                               // Hz
    static constexpr double drift_turns = 0.2 / (2 * std::numbers::pi * drift_rate); // ±0.2 Hz
    static constexpr double swell_rate = 0.17;                                       // Hz

    double rate_;
    SpellWindow window_;
    Random random_;
    double frequency_ = random_.uniform(5, 7);
    double drift_phase_ = random_.uniform();
    double swell_phase_ = random_.uniform();
};

/// A whole number of saw-teeth a beat, near 300 a minute; negative in the inferior leads.
class FlutterWaves : public SignalSource {
public:
    explicit FlutterWaves(const SynthSettings& settings)
        : rate_{settings.rate.value}, frequency_{waves_a_beat(settings) *
                                                 settings.heart_rate.value / 60},
          window_{settings}, phase_{Random{settings.seed, Stream::atrial}.uniform()} {}

    void add(Block& block) override {
        for (std::size_t k = 0; k < block.count; ++k) {
            const double t =
                static_cast<double>(block.first + static_cast<std::int64_t>(k)) / rate_;
            double saw = 0;
            for (int harmonic = 1; harmonic <= 4; ++harmonic) {
                saw += sin_turns(harmonic * (frequency_ * t + phase_)) / harmonic;
            }
            add_to_all(block, k, gain, window_.at(t) * saw);
        }
    }

private:
    static constexpr Channels gain{0.01, -0.12, 0.08, 0.04, -0.03, -0.03, -0.04, -0.04}; // mV

    /// In the mean.
    static double waves_a_beat(const SynthSettings& settings) {
        return settings.rhythm == RhythmKind::atrial_flutter_variable
                   ? 3.0
                   : std::max(2.0, nearest(300 / settings.heart_rate.value));
    }

    double rate_;
    double frequency_;
    SpellWindow window_;
    double phase_;
};

} // namespace

SourcePointer atrial_waves(const SynthSettings& settings) {
    switch (settings.rhythm) {
    case RhythmKind::atrial_fibrillation:
        return std::make_unique<FibrillationWaves>(settings);
    case RhythmKind::atrial_flutter:
    case RhythmKind::atrial_flutter_variable:
        return std::make_unique<FlutterWaves>(settings);
    default:
        return nullptr;
    }
}

} // namespace ecg::synth
