#include "synth/synthesizer.hpp"

#include "synth/atrial_waves.hpp"
#include "synth/beat_model.hpp"
#include "synth/find_truth.hpp"
#include "synth/noise.hpp"
#include "synth/recorder.hpp"
#include "synth/rhythm_plan.hpp"
#include "synth/ventricular_waves.hpp"
#include "synth/wave_renderer.hpp"

#include <algorithm>

namespace ecg::synth {
namespace {

/// Samples are made in blocks of this many whatever the caller asks for, so that the size of the
/// pieces cannot change them.
constexpr std::int64_t block_samples = 1024;

constexpr double steps_per_mv = 1e6; // samples are rounded to 1 nV

RecordingInfo info_of(const SynthSettings& settings) {
    RecordingInfo info;
    info.id = "demo-" + std::to_string(settings.seed);
    info.start = utc_of(2025, 1, 1, 0);
    info.device.driver = "demo";
    info.device.model = "synthetic";
    info.device.rate_nominal_hz = settings.rate.value;
    info.device.demo = true;
    if (settings.quantisation) {
        info.device.uv_per_count = settings.quantisation->uv_per_count;
    }
    return info;
}

SynthSettings checked(const SynthSettings& settings) {
    check_settings(settings);
    return settings;
}

void round_to_nanovolts(Block& block) {
    for (std::vector<double>& row : block.channel) {
        for (double& x : row) {
            x = nearest(x * steps_per_mv) / steps_per_mv;
        }
    }
}

} // namespace

struct Synthesizer::State {
    explicit State(const SynthSettings& chosen)
        : settings{checked(chosen)}, info{info_of(settings)}, model{settings},
          plan{plan_rhythm(settings, model.timing(), model.timing_around())},
          samples{
              std::max<std::int64_t>(1, SampleRate{settings.rate}.samples_in(settings.duration))},
          truth{find_truth(settings, model, plan)}, waves{model, plan, settings.rate.value} {
        truth.id = info.id;
        truth.samples = samples;
        sources = noise_sources(settings, model.qrs_rms());
        add_source(atrial_waves(settings));
        add_source(ventricular_waves(settings));
        add_source(pacing_spikes(settings, plan));
    }

    void add_source(SourcePointer source) {
        if (source) {
            sources.push_back(std::move(source));
        }
    }

    void make_block() {
        const std::int64_t first = block.first + static_cast<std::int64_t>(block.count);
        block.start(first, static_cast<std::size_t>(block_samples));
        waves.add(block);
        for (const SourcePointer& source : sources) {
            source->add(block);
        }
        round_to_nanovolts(block);
        derive_leads();
        for (std::size_t l = 0; l < lead_count; ++l) {
            if (settings.quantisation) {
                quantise(leads[l], *settings.quantisation);
            }
            drop_missing(leads[l], all_leads[l], first, settings);
        }
    }

    void derive_leads() {
        for (std::size_t k = 0; k < block.count; ++k) {
            Channels now{};
            for (std::size_t c = 0; c < channel_count; ++c) {
                now[c] = block.channel[c][k];
            }
            const auto all = twelve_leads(now);
            for (std::size_t l = 0; l < lead_count; ++l) {
                leads[l][k] = all[l];
            }
        }
    }

    /// Moves the next samples, at most count and within one block, to piece.
    std::int64_t take(Recording& piece, std::int64_t count) {
        std::int64_t ready = block.first + static_cast<std::int64_t>(block.count) - position;
        if (ready == 0) {
            make_block();
            ready = block_samples;
        }
        const std::int64_t taken = std::min(ready, count);
        const auto offset = position - block.first;
        for (std::size_t l = 0; l < lead_count; ++l) {
            const auto begin = leads[l].begin() + offset;
            piece.leads[l].samples.insert(piece.leads[l].samples.end(), begin, begin + taken);
        }
        position += taken;
        return taken;
    }

    SynthSettings settings;
    RecordingInfo info;
    BeatModel model;
    RhythmPlan plan;
    std::int64_t samples;
    Truth truth;
    WaveRenderer waves;
    std::vector<SourcePointer> sources;
    Block block;
    std::array<std::array<double, block_samples>, lead_count> leads;
    std::int64_t position = 0;
};

Synthesizer::Synthesizer(const SynthSettings& settings)
    : state_{std::make_unique<State>(settings)} {}

Synthesizer::~Synthesizer() = default;
Synthesizer::Synthesizer(Synthesizer&&) noexcept = default;
Synthesizer& Synthesizer::operator=(Synthesizer&&) noexcept = default;

Recording Synthesizer::next(std::int64_t count) {
    State& state = *state_;
    const std::int64_t wanted = std::clamp<std::int64_t>(count, 0, state.samples - state.position);
    Recording piece;
    piece.info = state.info;
    piece.rate = SampleRate{state.settings.rate};
    piece.first_sample = state.position;
    piece.electrodes_off = leads_off(state.position, wanted, state.settings);
    for (const Lead lead : all_leads) {
        piece.leads.push_back({std::string{name_of(lead)}, lead, {}});
        piece.leads.back().samples.reserve(static_cast<std::size_t>(wanted));
    }
    for (std::int64_t done = 0; done < wanted;) {
        done += state.take(piece, wanted - done);
    }
    return piece;
}

const Truth& Synthesizer::truth() const {
    return state_->truth;
}

Synthetic synthesize(const SynthSettings& settings) {
    Synthesizer source{settings};
    Recording recording = source.next(source.truth().samples);
    return {std::move(recording), source.truth()};
}

} // namespace ecg::synth
