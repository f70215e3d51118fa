// Beats drawn lobe by lobe, for tests that need shapes which the synthesizer does not make.
#pragma once

#include "model/recording.hpp"

#include <cmath>
#include <cstdint>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

namespace ecg::test {

/// A half sine from start, ms behind the beat's R, for length ms.
struct Lobe {
    double start_ms;
    double length_ms;
    double height_mv;
};

/// Beats one second apart, from 0.7 s on, the same in each; white noise of rms noise_mv on top.
inline Recording draw_leads(const std::vector<std::pair<Lead, std::vector<Lobe>>>& leads,
                            double rate_hz, double seconds, double noise_mv = 0) {
    Recording recording;
    recording.rate = SampleRate{Hertz{rate_hz}};
    std::uint64_t state = 7;
    for (const auto& [lead, lobes] : leads) {
        LeadSignal signal{std::string{name_of(lead)}, lead, {}};
        signal.samples.resize(static_cast<std::size_t>(rate_hz * seconds));
        for (std::size_t i = 0; i < signal.samples.size(); ++i) {
            const double ms = 1000 * static_cast<double>(i) / rate_hz;
            const double since_r = std::fmod(ms + 600, 1000) - 300; // -300 to 700
            for (const Lobe& lobe : lobes) {
                const double share = (since_r - lobe.start_ms) / lobe.length_ms;
                if (share > 0 && share < 1) {
                    signal.samples[i] += lobe.height_mv * std::sin(std::numbers::pi * share);
                }
            }
            double uniform = 0; // a sum of four is near enough to a normal deviate
            for (int k = 0; k < 4; ++k) {
                state = state * 6364136223846793005U + 1442695040888963407U;
                uniform += static_cast<double>(state >> 11) / 9007199254740992.0 - 0.5;
            }
            signal.samples[i] += noise_mv * uniform * std::sqrt(3.0);
        }
        recording.leads.push_back(std::move(signal));
    }
    return recording;
}

} // namespace ecg::test
