#include "analyze/analyze.hpp"
#include "support/catch.hpp"
#include "synth/synthesizer.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

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

struct Expected {
    std::string_view preset;
    std::string_view rhythm;
    std::vector<std::string_view> said;
};

/// What this version can tell; flutter and Mobitz II have no names yet.
const std::vector<Expected>& expectations() {
    static const std::vector<Expected> all{
        {"normal", "SR", {}},     {"brady", "SBRAD", {}},       {"tachy", "STACH", {}},
        {"af", "AFIB", {}},       {"pvc", "SR", {"PVC"}},       {"bigeminy", "SR", {"PVC", "BIGU"}},
        {"pac", "SR", {"PAC"}},   {"pause", "SR", {"PAUSE"}},   {"avb1", "SR", {"1AVB"}},
        {"mobitz1", "IRREG", {}}, {"avb3", "REGUL", {"BRADY"}}, {"long-qt", "SR", {"LNGQT"}},
    };
    return all;
}

} // namespace

TEST_CASE("Each synthetic rhythm gets its name and its statement, at 80, 250 and 500 Hz, with "
          "noise and without") {
    for (const double rate : {80.0, 250.0, 500.0}) {
        for (const double noise : {0.0, 0.03}) {
            for (const Expected& expected : expectations()) {
                const Analysis analysis = analysis_of(expected.preset, rate, noise);
                CAPTURE(rate, noise, std::string{expected.preset});
                CHECK(analysis.rhythm.name == expected.rhythm);
                for (const std::string_view code : {"PVC", "BIGU", "PAUSE", "1AVB", "LNGQT"}) {
                    const bool is_expected = std::find(expected.said.begin(), expected.said.end(),
                                                       code) != expected.said.end();
                    CAPTURE(std::string{code});
                    CHECK(says(analysis, code) == is_expected);
                }
                for (const std::string_view code : expected.said) {
                    CHECK(says(analysis, code));
                }
            }
        }
    }
}

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
