// What the tests of the generator share.
#pragma once

#include "synth/synthesizer.hpp"

#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace ecg::test {

inline const std::vector<double>& samples_of(const Recording& recording, Lead lead) {
    return find_lead(recording, lead)->samples;
}

/// The largest absolute value over all leads at one sample.
inline double largest_at(const Recording& recording, std::int64_t index) {
    double largest = 0;
    for (const LeadSignal& lead : recording.leads) {
        largest = std::max(largest, std::abs(lead.samples[static_cast<std::size_t>(index)]));
    }
    return largest;
}

inline double rms(std::span<const double> x) {
    double sum = 0;
    for (const double v : x) {
        sum += v * v;
    }
    return std::sqrt(sum / static_cast<double>(x.size()));
}

/// Amplitude of the sine of that frequency in x, by correlation.
inline double amplitude_at(std::span<const double> x, double frequency, double rate) {
    double re = 0;
    double im = 0;
    for (std::size_t k = 0; k < x.size(); ++k) {
        const double angle = 2 * 3.14159265358979323846 * frequency * static_cast<double>(k) / rate;
        re += x[k] * std::cos(angle);
        im += x[k] * std::sin(angle);
    }
    return 2 * std::hypot(re, im) / static_cast<double>(x.size());
}

/// The same signal with and without settings.noise, subtracted: the noise alone, by lead.
inline std::vector<std::vector<double>> noise_alone(const synth::SynthSettings& settings) {
    synth::SynthSettings quiet = settings;
    quiet.noise = {};
    const Recording noisy = synth::synthesize(settings).recording;
    const Recording clean = synth::synthesize(quiet).recording;
    std::vector<std::vector<double>> noise;
    for (std::size_t l = 0; l < noisy.leads.size(); ++l) {
        noise.push_back(noisy.leads[l].samples);
        for (std::size_t k = 0; k < noise[l].size(); ++k) {
            noise[l][k] -= clean.leads[l].samples[k];
        }
    }
    return noise;
}

} // namespace ecg::test
