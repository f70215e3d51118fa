#include "analyze/analyze.hpp"
#include "analyze/interpret/statements.hpp"
#include "support/catch.hpp"
#include "synth/synthesizer.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <string>

using namespace ecg;

namespace {

/// What is said of rhythm, rate, ectopy, recording and the whole: other tests look at that.
const std::set<std::string, std::less<>>& other_codes() {
    static const std::set<std::string, std::less<>> codes{
        "NORM",  "OTHN",  "UNINT", "MISS", "ARTE",    "PQ",   "LBW",   "AGE",   "SR",
        "SBRAD", "STACH", "SARRH", "AFIB", "SVTAC",   "WQT",  "IRREG", "REGUL", "BRADY",
        "TACHY", "PVC",   "PAC",   "BIGU", "TRIGU",   "VCPL", "NSVT",  "VT",    "AIVR",
        "IVR",   "PAUSE", "SPR",   "1AVB", "NOSHAPE", "NOQTC"};
    return codes;
}

/// Every statement on shape, axis and QT.
bool is_of_shape(const std::string& code) {
    return std::any_of(analyze::statements::all.begin(), analyze::statements::all.end(),
                       [&](const auto& statement) { return statement.code == code; }) &&
           !other_codes().contains(code);
}

/// What each preset is to say from 250 Hz on; nothing for those that are not listed.
const std::map<std::string, std::set<std::string>, std::less<>>& expected_codes() {
    static const std::map<std::string, std::set<std::string>, std::less<>> codes{
        {"lbbb", {"CLBBB"}},
        {"rbbb", {"CRBBB"}},
        {"lvh", {"LVH"}},
        {"stemi-inferior", {"INJIN", "STD_"}},
        {"stemi-anterior", {"INJAL", "STD_"}},
        {"long-qt", {"LNGQT"}},
        {"irbbb", {"IRBBB"}},
        {"ivcd", {"IVCD"}},
        {"lafb", {"LAFB"}},
        {"lpfb", {"LPFB"}},
        {"wpw", {"WPW"}},
        {"low-voltage", {"LVOLT"}},
        {"rvh", {"RVH", "RAD"}},
        {"left-atrium", {"LAO/LAE"}},
        {"right-atrium", {"RAO/RAE"}},
        {"st-depression", {"STD_"}},
        {"inverted-t", {"INVT"}},
        {"old-inferior", {"IMI"}},
        {"old-anterior", {"AMI"}},
    };
    return codes;
}

/// Below 250 Hz: what neither the width nor the shape of a wave decides.
const std::map<std::string, std::set<std::string>, std::less<>>& expected_at_80_hz() {
    static const std::map<std::string, std::set<std::string>, std::less<>> codes{
        {"long-qt", {"LNGQT"}},
        {"lafb", {"LAD"}},
        {"lpfb", {"RAD"}},
        {"rvh", {"RAD"}},
    };
    return codes;
}

/// Rhythms that leave the shape alone.
const std::set<std::string, std::less<>>& plain_rhythms() {
    static const std::set<std::string, std::less<>> names{"normal", "brady",    "tachy",   "af",
                                                          "pvc",    "bigeminy", "pac",     "pause",
                                                          "avb1",   "mobitz1",  "mobitz2", "avb3"};
    return names;
}

synth::SynthSettings settings_of(std::string_view preset, double rate_hz, double noise_mv) {
    synth::SynthSettings settings = synth::preset(preset);
    settings.rate = Hertz{rate_hz};
    settings.duration = Seconds{20};
    settings.noise.muscle = Millivolts{noise_mv};
    settings.noise.wander = Millivolts{5 * noise_mv};
    return settings;
}

std::set<std::string> shape_codes(const Recording& recording) {
    std::set<std::string> codes;
    for (const Finding& finding : analyze::analyze(recording, {}).findings) {
        if (is_of_shape(finding.code)) {
            codes.insert(finding.code);
        }
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

TEST_CASE("Each synthetic heart gets the statements of its shape and no other, at 80, 250 and "
          "500 Hz, with noise and without") {
    for (const double rate : {80.0, 250.0, 500.0}) {
        const auto& expected = rate < 250 ? expected_at_80_hz() : expected_codes();
        for (const double noise : {0.0, 0.03}) {
            for (const auto& [name, words] : synth::presets()) {
                const auto wanted = expected.find(name);
                if (!expected_codes().contains(name) && !plain_rhythms().contains(name)) {
                    continue;
                }
                CAPTURE(rate, noise, std::string{name});
                CHECK(text_of(shape_codes(
                          synth::synthesize(settings_of(name, rate, noise)).recording)) ==
                      text_of(wanted == expected.end() ? std::set<std::string>{} : wanted->second));
            }
        }
    }
}

TEST_CASE("Exchanged arm electrodes are suspected, and nothing that they feign is said") {
    for (const double noise : {0.0, 0.03}) {
        for (const std::string_view name : {"normal", "tachy", "stemi-anterior"}) {
            const auto recording = synth::synthesize(settings_of(name, 500, noise)).recording;
            const auto codes = shape_codes(with_exchanged_arms(recording));
            CAPTURE(noise, std::string{name}, text_of(codes));
            CHECK(codes.contains("REVL"));
            CHECK_FALSE(codes.contains("EAD"));
            CHECK_FALSE(codes.contains("RAD"));
        }
    }
}
