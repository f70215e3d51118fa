#include "synth/synthesizer.hpp"
#include "training/detector_examples.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <string>
#include <string_view>

namespace ecg::training {
namespace {

constexpr Seconds length{30};
constexpr Lesson whole{Seconds{0.2}, Seconds{29.8}, 0.2F};
constexpr Lesson tall{Seconds{0.2}, Seconds{29.8}, 0.15F};
constexpr Lesson noise_alone{Seconds{0}, length, 0.3F};

accuracy::Reference beats_of(const synth::Truth& truth) {
    accuracy::Reference out;
    for (const auto& beat : truth.beats) {
        out.beats.push_back({beat.r_peak, 'N'});
    }
    return out;
}

/// Adds to each T wave of a lead so much of the lead's whole height.
void raise_t_waves(Recording& one_lead, const synth::Truth& truth, double share) {
    std::vector<double>& x = one_lead.leads.front().samples;
    const auto [low, high] = std::minmax_element(x.begin(), x.end());
    const double height = share * (*high - *low);
    for (const auto& beat : truth.beats) {
        if (!beat.waves.t.onset || !beat.waves.t.offset) {
            continue;
        }
        const double from = beat.waves.t.onset->count() * one_lead.rate.hertz();
        const double to = beat.waves.t.offset->count() * one_lead.rate.hertz();
        for (double i = std::ceil(from); i < to && i < static_cast<double>(x.size()); ++i) {
            const double s = std::sin(std::numbers::pi * (i - from) / (to - from));
            x[static_cast<std::size_t>(i)] += height * s * s;
        }
    }
}

void add_recording(CandidateExamples& out, const synth::SynthSettings& settings) {
    constexpr std::array shares{0.3, 0.6, 0.9, -0.4};
    const auto made = synth::synthesize(settings);
    const accuracy::Reference reference = beats_of(made.truth);
    add_candidates(out, made.recording, reference, whole);
    for (const std::size_t lead : {std::size_t{1}, std::size_t{settings.seed % 12}}) {
        Recording one = made.recording;
        one.leads = {made.recording.leads.at(lead)};
        add_candidates(out, one, reference, whole);
        raise_t_waves(one, made.truth, shares.at(settings.seed % shares.size()));
        add_candidates(out, one, reference, tall);
    }
}

synth::SynthSettings settings_of(std::string_view preset, double rate, int noise,
                                 std::uint64_t seed) {
    constexpr std::array axes{-20.0, 45.0, 100.0};
    synth::SynthSettings settings = synth::preset(preset);
    settings.rate = Hertz{rate};
    settings.duration = length;
    settings.seed = seed;
    settings.qrs_axis = Degrees{axes.at(seed % axes.size())};
    settings.noise.white = Millivolts{noise == 0 ? 0 : 0.03};
    settings.noise.wander = Millivolts{noise == 1 ? 0.2 : 0};
    settings.noise.muscle = Millivolts{noise == 2 ? 0.08 : 0};
    return settings;
}

/// Rhythms without beats, or with T waves and spikes to be mistaken for beats, test the detector.
constexpr std::array<std::string_view, 32> taught_presets{"normal",         "brady",
                                                          "tachy",          "af",
                                                          "flutter",        "pvc",
                                                          "bigeminy",       "pac",
                                                          "pause",          "avb1",
                                                          "mobitz1",        "mobitz2",
                                                          "avb3",           "lbbb",
                                                          "rbbb",           "lvh",
                                                          "stemi-inferior", "stemi-anterior",
                                                          "long-qt",        "irbbb",
                                                          "ivcd",           "lafb",
                                                          "lpfb",           "wpw",
                                                          "low-voltage",    "rvh",
                                                          "left-atrium",    "right-atrium",
                                                          "st-depression",  "inverted-t",
                                                          "old-inferior",   "old-anterior"};

/// White noise, or the lower part of it alone, in one lead or in twelve.
void add_noise(CandidateExamples& out) {
    constexpr std::array rates{80.0, 250.0, 500.0};
    constexpr std::array smoothing{0.2, 0.5, 1.0, 1.0, 1.0};
    std::mt19937 random{7};
    for (std::size_t k = 0; k < 60; ++k) {
        Recording recording;
        recording.rate = SampleRate{Hertz{rates.at(k % rates.size())}};
        for (std::size_t lead = 0; lead < (k % 2 == 0 ? 12U : 1U); ++lead) {
            LeadSignal signal;
            signal.name = "noise " + std::to_string(lead + 1);
            double low = 0;
            for (std::int64_t i = 0; i < recording.rate.samples_in(length); ++i) {
                const double v = static_cast<double>(random()) / 4294967296.0 - 0.5;
                low += (v - low) * smoothing.at(k % smoothing.size());
                signal.samples.push_back(0.1 * low);
            }
            recording.leads.push_back(signal);
        }
        add_candidates(out, recording, {}, noise_alone);
    }
}

} // namespace

void add_synthetic(CandidateExamples& out) {
    std::uint64_t seed = 1;
    for (const std::string_view preset : taught_presets) {
        for (const double rate : {80.0, 250.0, 500.0}) {
            for (const int noise : {0, 1, 2}) {
                if (preset != "normal") {
                    add_recording(out, settings_of(preset, rate, noise, ++seed));
                    continue;
                }
                for (const double bpm : {30.0, 45.0, 75.0, 110.0, 150.0, 190.0, 240.0}) {
                    auto settings = settings_of(preset, rate, noise, ++seed);
                    settings.heart_rate = BeatsPerMinute{bpm};
                    add_recording(out, settings);
                }
            }
        }
    }
    add_noise(out);
}

} // namespace ecg::training
