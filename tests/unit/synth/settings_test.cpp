#include "common/error.hpp"
#include "support/catch.hpp"
#include "synth/settings.hpp"

#include <cmath>
#include <functional>

using namespace ecg;
using namespace ecg::synth;

namespace {

std::string refusal(const SynthSettings& settings) {
    try {
        check_settings(settings);
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::usage);
        return error.what();
    }
    return "";
}

struct Case {
    std::function<void(SynthSettings&)> change;
    std::string message;
};

} // namespace

TEST_CASE("Settings out of their range are refused by name") {
    const std::vector<Case> cases{
        {[](auto& s) { s.rate = {79}; }, "rate: 79 Hz is not within 80 to 1000 Hz"},
        {[](auto& s) { s.rate = {1001}; }, "rate: 1001 Hz is not within 80 to 1000 Hz"},
        {[](auto& s) { s.rate = {NAN}; }, "rate: no number Hz is not within 80 to 1000 Hz"},
        {[](auto& s) { s.duration = Seconds{0}; }, "duration: must be more than 0 s"},
        {[](auto& s) { s.duration = Seconds{-3}; }, "duration: must be more than 0 s"},
        {[](auto& s) { s.duration = Seconds{1e-6}; }, "duration: shorter than one sample"},
        {[](auto& s) { s.heart_rate = {19}; }, "heart rate: 19 bpm is not within 20 to 300 bpm"},
        {[](auto& s) { s.heart_rate = {301}; }, "heart rate: 301 bpm is not within 20 to 300 bpm"},
        {[](auto& s) {
             s.heart_rate = {120};
             s.qt = Milliseconds{520};
         },
         "qt: 520 ms does not fit into the RR interval of 500 ms"},
        {[](auto& s) { s.qt = Milliseconds{160}; },
         "qt: 160 ms is less than QRS and 80 ms, 170 ms"},
        {[](auto& s) {
             s.heart_rate = {250};
             s.pr = Milliseconds{260};
         },
         "pr: 260 ms does not fit into an RR interval of 240 ms"},
        {[](auto& s) {
             s.pr = Milliseconds{90};
             s.p_duration = Milliseconds{100};
         },
         "p duration: 100 ms is longer than PR, 90 ms"},
        {[](auto& s) { s.hrv_lf = s.hrv_hf = Milliseconds{260}; },
         "hrv: 520 ms is more than half the RR interval of 1000 ms"},
        {[](auto& s) { s.st_mv[index_of(Lead::III)] = 0.2; },
         "st in III: follows from I and II, 0 mV"},
        {[](auto& s) { s.st_mv[index_of(Lead::V1)] = 3; },
         "st in V1: 3 mV is not within -2 to 2 mV"},
        {[](auto& s) { s.pvc_every = 1; }, "pvc every: 1 is not at least 2"},
        {[](auto& s) { s.pac = {Seconds{11}}; },
         "moment of a pvc, pac or pause: not within the recording"},
        {[](auto& s) {
             s.rhythm = RhythmKind::mobitz_1;
             s.pvc_every = 4;
         },
         "pvc, pac, fusion and pauses: only where the atria lead all beats"},
        {[](auto& s) {
             s.rhythm = RhythmKind::atrial_flutter;
             s.heart_rate = {200};
         },
         "heart rate in flutter: 200 bpm is not within 20 to 180 bpm"},
        {[](auto& s) {
             s.rhythm = RhythmKind::ventricular;
             s.heart_rate = {230};
         },
         "heart rate of wide beats: 230 bpm is not within 20 to 220 bpm"},
        {[](auto& s) {
             s.spell = Spell{Seconds{5}, Seconds{5}, {75}};
         },
         "spell: must begin at 0 s or later, and last more than 0 s"},
        {[](auto& s) {
             s.spell = Spell{Seconds{5}, Seconds{8}, {300}};
         },
         "sinus rate: 300 bpm is not within 20 to 200 bpm"},
        {[](auto& s) { s.t_duration = Milliseconds{320}; },
         "t duration: 320 ms is not within 40 ms to QT less QRS, 310 ms"},
        {[](auto& s) { s.noise.white = {-0.1}; }, "white noise: -0.1 mV is not within 0 to 10 mV"},
        {[](auto& s) { s.noise.powerline_frequency = {0}; },
         "powerline frequency: 0 Hz is not within 10 to 400 Hz"},
        {[](auto& s) {
             s.electrodes_off = {{"V7", Seconds{0}, Seconds{1}}};
         },
         "electrode V7: is none of RA, LA, LL, RL, V1, V2, V3, V4, V5, V6"},
        {[](auto& s) {
             s.electrodes_off = {{"RA", Seconds{2}, Seconds{1}}};
         },
         "electrode RA: must be off from 0 s on, and for more than 0 s"},
        {[](auto& s) {
             s.quantisation = Quantisation{4, 1};
         },
         "quantisation: 4 bits is not within 8 to 24 bits"},
    };
    for (const Case& each : cases) {
        SynthSettings settings;
        each.change(settings);
        CHECK(refusal(settings) == each.message);
    }
}

TEST_CASE("The defaults are good from 20 to 300 bpm and from 80 to 1000 Hz") {
    for (double bpm = 20; bpm <= 300; bpm += 1) {
        SynthSettings settings;
        settings.heart_rate = {bpm};
        settings.rate = {bpm < 160 ? 80.0 : 1000.0};
        CHECK(refusal(settings).empty());
    }
}

TEST_CASE("A preset that nobody knows is refused with the names of all") {
    try {
        preset("waltz");
        FAIL("was taken");
    } catch (const Error& error) {
        const std::string message = error.what();
        CHECK(error.kind() == ErrorKind::usage);
        CHECK(message.starts_with("preset waltz is none of normal, brady, tachy, "));
        CHECK(message.ends_with("old-anterior"));
    }
}

TEST_CASE("Intervals that were set stay as set") {
    SynthSettings settings;
    settings.pr = Milliseconds{190};
    settings.qtc = Milliseconds{450};
    settings.heart_rate = {90};
    const Intervals set = intervals_of(settings);

    CHECK(set.pr.count() == Approx(190));
    CHECK(set.p.count() == Approx(100));
    CHECK(set.qt.count() == Approx(450 * std::sqrt(60.0 / 90)));
}
