#include "analyze/analyze.hpp"
#include "support/catch.hpp"
#include "synth/synthesizer.hpp"

#include <set>
#include <sstream>
#include <string>

using namespace ecg;

namespace {

synth::SynthSettings settings_of(std::string_view preset, double rate_hz, double noise_mv) {
    synth::SynthSettings settings = synth::preset(preset);
    settings.rate = Hertz{rate_hz};
    settings.duration = Seconds{20};
    settings.noise.muscle = Millivolts{noise_mv};
    settings.noise.wander = Millivolts{5 * noise_mv};
    return settings;
}

std::set<std::string> codes_of(const Recording& recording) {
    std::set<std::string> codes;
    for (const Finding& finding : analyze::analyze(recording, {}).findings) {
        codes.insert(finding.code);
    }
    return codes;
}

std::string text_of(const std::set<std::string>& codes) {
    std::ostringstream text;
    for (const std::string& code : codes) {
        text << code << ' ';
    }
    return text.str();
}

/// Both arm electrodes in each other's place.
Recording with_exchanged_arms(Recording recording) {
    auto& leads = recording.leads;
    for (double& sample : leads[index_of(Lead::I)].samples) {
        sample = -sample;
    }
    std::swap(leads[index_of(Lead::II)].samples, leads[index_of(Lead::III)].samples);
    std::swap(leads[index_of(Lead::aVR)].samples, leads[index_of(Lead::aVL)].samples);
    return recording;
}

} // namespace

TEST_CASE("Exchanged arm electrodes are suspected, and nothing that they feign is said") {
    for (const double noise : {0.0, 0.03}) {
        for (const std::string_view name : {"normal", "tachy", "stemi-anterior"}) {
            const auto recording = synth::synthesize(settings_of(name, 500, noise)).recording;
            const auto codes = codes_of(with_exchanged_arms(recording));
            CAPTURE(noise, std::string{name}, text_of(codes));
            CHECK(codes.contains("REVL"));
            CHECK_FALSE(codes.contains("EAD"));
            CHECK_FALSE(codes.contains("RAD"));
        }
    }
}
