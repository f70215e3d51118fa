#include "synth/ventricular_waves.hpp"

#include "synth/exact_math.hpp"
#include "synth/random.hpp"
#include "synth/spell_window.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace ecg::synth {
namespace {

double time_of(const Block& block, std::size_t k, double rate) {
    return static_cast<double>(block.first + static_cast<std::int64_t>(k)) / rate;
}

/// Three waves of drifting rate and swelling height, each with its own size in each channel, so
/// that no lead repeats another.
class VentricularFibrillation : public SignalSource {
public:
    explicit VentricularFibrillation(const SynthSettings& settings)
        : rate_{settings.rate.value}, window_{settings} {
        Random random{settings.seed, Stream::ventricular};
        for (std::size_t w = 0; w < waves_.size(); ++w) {
            Wave& wave = waves_[w];
            const double low = 3.6 + 0.9 * static_cast<double>(w);
            wave.frequency = random.uniform(low, low + 0.9);
            wave.phase = random.uniform();
            wave.drift_rate = random.uniform(0.15, 0.35);
            wave.drift_phase = random.uniform();
            wave.swell_rate = random.uniform(0.2, 0.5);
            wave.swell_phase = random.uniform();
            for (double& gain : wave.gain) {
                gain = random.uniform(0.15, 0.30) * (random.uniform() < 0.5 ? -1 : 1);
            }
        }
    }

    void add(Block& block) override {
        for (std::size_t k = 0; k < block.count; ++k) {
            const double t = time_of(block, k, rate_);
            const double height = window_.at(t);
            if (height <= 0) {
                continue;
            }
            for (const Wave& wave : waves_) {
                const double drift = 0.5 / (2 * std::numbers::pi * wave.drift_rate); // ±0.5 Hz
                const double turns = wave.frequency * t + wave.phase +
                                     drift * sin_turns(wave.drift_rate * t + wave.drift_phase);
                const double swell = 1 + 0.5 * sin_turns(wave.swell_rate * t + wave.swell_phase);
                const double level = height * swell * sin_turns(turns);
                for (std::size_t c = 0; c < channel_count; ++c) {
                    block.channel[c][k] += wave.gain[c] * level;
                }
            }
        }
    }

private:
    struct Wave {
        double frequency = 0, phase = 0; ///< Hz, turns
        double drift_rate = 0, drift_phase = 0;
        double swell_rate = 0, swell_phase = 0;
        Channels gain{}; ///< mV
    };

    double rate_;
    SpellWindow window_;
    std::array<Wave, 3> waves_{};
};

/// One large sine, as fast as the heart rate says, that no level line parts.
class VentricularFlutter : public SignalSource {
public:
    explicit VentricularFlutter(const SynthSettings& settings)
        : rate_{settings.rate.value}, frequency_{settings.heart_rate.value / 60}, window_{settings},
          phase_{Random{settings.seed, Stream::ventricular}.uniform()} {}

    void add(Block& block) override {
        for (std::size_t k = 0; k < block.count; ++k) {
            const double t = time_of(block, k, rate_);
            const double height = window_.at(t);
            if (height <= 0) {
                continue;
            }
            const double turns = frequency_ * t + phase_;
            const double level = height * (sin_turns(turns) + 0.15 * sin_turns(2 * turns));
            for (std::size_t c = 0; c < channel_count; ++c) {
                block.channel[c][k] += gain[c] * level;
            }
        }
    }

private:
    static constexpr Channels gain{0.45, 0.90, 0.80, 1.00, 0.90, 0.70, -0.50, -0.45}; // mV

    double rate_;
    double frequency_;
    SpellWindow window_;
    double phase_;
};

class PacingSpikes : public SignalSource {
public:
    PacingSpikes(const SynthSettings& settings, const RhythmPlan& plan)
        : rate_{settings.rate.value}, plan_{plan} {}

    void add(Block& block) override {
        const double begin = (static_cast<double>(block.first) - 0.5) / rate_;
        const double end = begin + static_cast<double>(block.count) / rate_;
        while (next_ < plan_.spikes.size() && plan_.spikes[next_] + width < begin) {
            ++next_;
        }
        for (std::size_t s = next_; s < plan_.spikes.size() && plan_.spikes[s] < end; ++s) {
            add_spike(block, plan_.spikes[s]);
        }
    }

private:
    void add_spike(Block& block, double from) const {
        const double first = std::floor(from * rate_ + 0.5) - static_cast<double>(block.first);
        for (double k = std::max(first, 0.0); k < static_cast<double>(block.count); ++k) {
            const double center = static_cast<double>(block.first) + k;
            const double share = std::min((from + width) * rate_, center + 0.5) -
                                 std::max(from * rate_, center - 0.5);
            if (share <= 0) {
                break;
            }
            for (std::size_t c = 0; c < channel_count; ++c) {
                block.channel[c][static_cast<std::size_t>(k)] += share * gain[c];
            }
        }
    }

    static constexpr double width = 0.0015;                                        // s
    static constexpr Channels gain{0.8, -1.5, -0.8, -1.2, -1.5, -1.5, -1.2, -1.0}; // mV

    double rate_;
    const RhythmPlan& plan_;
    std::size_t next_ = 0;
};

} // namespace

SourcePointer ventricular_waves(const SynthSettings& settings) {
    switch (settings.rhythm) {
    case RhythmKind::ventricular_fibrillation:
        return std::make_unique<VentricularFibrillation>(settings);
    case RhythmKind::ventricular_flutter:
        return std::make_unique<VentricularFlutter>(settings);
    default:
        return nullptr;
    }
}

SourcePointer pacing_spikes(const SynthSettings& settings, const RhythmPlan& plan) {
    return plan.spikes.empty() ? nullptr : std::make_unique<PacingSpikes>(settings, plan);
}

} // namespace ecg::synth
