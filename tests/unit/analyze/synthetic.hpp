// Synthetic recordings for the tests of the pipeline's steps.
#pragma once

#include "analyze/analyze.hpp"
#include "synth/synthesizer.hpp"

#include <string_view>

namespace ecg::test {

/// A preset at a rate, for some seconds.
inline synth::SynthSettings some(std::string_view preset, double rate_hz = 500,
                                 double seconds = 10) {
    synth::SynthSettings settings = synth::preset(preset);
    settings.rate = Hertz{rate_hz};
    settings.duration = Seconds{seconds};
    return settings;
}

inline Recording record(std::string_view preset, double rate_hz = 500, double seconds = 10) {
    return synth::synthesize(some(preset, rate_hz, seconds)).recording;
}

inline Analysis analysed(const Recording& recording) {
    return analyze::analyze(recording, {});
}

} // namespace ecg::test
