#include "synth/noise.hpp"

#include "synth/exact_math.hpp"
#include "synth/random.hpp"

#include <algorithm>

namespace ecg::synth {
namespace {

class WhiteNoise : public SignalSource {
public:
    explicit WhiteNoise(const SynthSettings& settings)
        : rms_{settings.noise.white.value}, random_{settings.seed, Stream::white} {}

    void add(Block& block) override {
        for (std::size_t k = 0; k < block.count; ++k) {
            for (std::vector<double>& row : block.channel) {
                row[k] += rms_ * random_.normal();
            }
        }
    }

private:
    double rms_;
    Random random_;
};

} // namespace

std::vector<SourcePointer> noise_sources(const SynthSettings& settings, Millivolts qrs_rms) {
    const Noise& noise = settings.noise;
    std::vector<SourcePointer> sources;
    if (noise.wander.value > 0) {
        sources.push_back(make_wander(settings));
    }
    if (noise.powerline.value > 0) {
        sources.push_back(make_powerline(settings));
    }
    if (noise.muscle.value > 0) {
        sources.push_back(make_muscle(settings));
    }
    if (noise.muscle_burst.value > 0) {
        sources.push_back(make_muscle_bursts(settings));
    }
    if (noise.white.value > 0) {
        sources.push_back(std::make_unique<WhiteNoise>(settings));
    }
    if (noise.motion_snr_db) {
        const double ratio = exact_exp(*noise.motion_snr_db / 20 * 2.30258509299404568402);
        sources.push_back(make_motion(settings, qrs_rms * (1 / ratio)));
    }
    if (std::any_of(settings.electrodes_off.begin(), settings.electrodes_off.end(),
                    [](const ElectrodeOff& off) { return off.electrode == "RL"; })) {
        sources.push_back(make_floating(settings));
    }
    return sources;
}

} // namespace ecg::synth
