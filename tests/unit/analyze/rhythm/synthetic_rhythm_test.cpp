#include "analyze/analyze.hpp"
#include "support/catch.hpp"
#include "synth/synthesizer.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

using namespace ecg;

namespace {

Analysis analysis_of(std::string_view preset, double rate_hz, double noise_mv) {
    synth::SynthSettings settings = synth::preset(preset);
    settings.rate = Hertz{rate_hz};
    settings.duration = Seconds{30};
    settings.noise.muscle = Millivolts{noise_mv};
    settings.noise.wander = Millivolts{5 * noise_mv};
    return analyze::analyze(synth::synthesize(settings).recording, {});
}

bool says(const Analysis& analysis, std::string_view code) {
    return std::any_of(analysis.findings.begin(), analysis.findings.end(),
                       [&](const Finding& finding) { return finding.code == code; });
}

} // namespace

TEST_CASE("Of the synthetic hearts only the healthy one is called normal") {
    for (const auto& [name, words] : synth::presets()) {
        CAPTURE(std::string{name});
        CHECK(says(analysis_of(name, 500, 0), "NORM") == (name == "normal"));
    }
    CHECK_FALSE(says(analysis_of("normal", 80, 0), "NORM"));
    CHECK(says(analysis_of("normal", 80, 0), "LBW"));
}

TEST_CASE(
    "No synthetic heart but those in danger, the long QT and those with ST elevation raise an "
    "alarm") {
    const std::set<std::string, std::less<>> in_danger{"asystole", "nsvt",     "vt",     "aivr",
                                                       "ivr",      "vflutter", "vf",     "avb-high",
                                                       "avb3",     "iec-3c",   "iec-3d", "tall-t"};
    for (const auto& [name, words] : synth::presets()) {
        if (in_danger.contains(name)) {
            continue;
        }
        for (const Finding& finding : analysis_of(name, 500, 0.03).findings) {
            CAPTURE(std::string{name}, finding.words, finding.reason);
            const bool injury = name.starts_with("stemi") && finding.code.starts_with("INJ");
            CHECK(finding.critical == (injury || finding.code == "LNGQT"));
        }
    }
}
