#include "synth/electrodes.hpp"
#include "synth/exact_math.hpp"
#include "synth/noise.hpp"
#include "synth/random.hpp"

#include <cmath>

namespace ecg::synth {
namespace {

constexpr double decay_s = 0.5;
constexpr double jolts_per_s = 0.2; // of each electrode
constexpr double low = 0.5;         // heights lie between these shares of the mean one
constexpr double high = 1.5;

/// Each electrode is jolted now and then; its potential steps up or down and dies away.
class Motion : public SignalSource {
public:
    Motion(const SynthSettings& settings, double rms_in_ii)
        : rate_{settings.rate.value}, random_{settings.seed, Stream::motion},
          keep_{exact_exp(-1 / (decay_s * rate_))} {
        // Campbell: variance of one electrode = jolts * E[height^2] * decay / 2; II has two.
        const double square = (high * high * high - low * low * low) / (3 * (high - low));
        height_ = rms_in_ii / std::sqrt(jolts_per_s * decay_s * square);
        for (State& state : electrodes_) {
            state.next_jolt = wait();
        }
    }

    void add(Block& block) override {
        for (std::size_t k = 0; k < block.count; ++k) {
            const double t =
                static_cast<double>(block.first + static_cast<std::int64_t>(k)) / rate_;
            for (std::size_t e = 0; e < electrodes_.size(); ++e) {
                const double level = next_level(electrodes_[e], t);
                for (std::size_t c = 0; c < channel_count; ++c) {
                    block.channel[c][k] += effects_[e][c] * level;
                }
            }
        }
    }

private:
    struct State {
        double level = 0;     ///< mV
        double next_jolt = 0; ///< s
    };

    double wait() { return -exact_log(1 - random_.uniform()) / jolts_per_s; }

    double next_level(State& state, double t) {
        state.level *= keep_;
        while (t >= state.next_jolt) {
            const double sign = random_.uniform() < 0.5 ? -1 : 1;
            state.level += sign * height_ * random_.uniform(low, high);
            state.next_jolt += wait();
        }
        return state.level;
    }

    double rate_;
    Random random_;
    double keep_;
    double height_ = 0;
    std::array<State, all_electrodes.size()> electrodes_{};
    std::array<Channels, all_electrodes.size()> effects_ = [] {
        std::array<Channels, all_electrodes.size()> effects{};
        for (std::size_t e = 0; e < effects.size(); ++e) {
            effects[e] = effect_of(all_electrodes[e]);
        }
        return effects;
    }();
};

} // namespace

SourcePointer make_motion(const SynthSettings& settings, Millivolts rms_in_ii) {
    return std::make_unique<Motion>(settings, rms_in_ii.value);
}

} // namespace ecg::synth
