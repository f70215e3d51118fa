#include "support/catch.hpp"
#include "synth/synthesizer.hpp"
#include "synth_support.hpp"

#include <algorithm>

using namespace ecg;
using namespace ecg::synth;

namespace {

Truth truth_of(SynthSettings settings, double seconds) {
    settings.duration = Seconds{seconds};
    return synthesize(settings).truth;
}

std::vector<double> rr_of(const Truth& truth) {
    std::vector<double> rr;
    for (std::size_t k = 1; k < truth.beats.size(); ++k) {
        rr.push_back((truth.beats[k].r_peak - truth.beats[k - 1].r_peak).count());
    }
    return rr;
}

std::int64_t count_of(const Truth& truth, BeatClass label) {
    return std::count_if(truth.beats.begin(), truth.beats.end(),
                         [=](const TrueBeat& beat) { return beat.label == label; });
}

double pr_ms(const TrueBeat& beat) {
    return Milliseconds{*beat.waves.qrs.onset - *beat.waves.p.onset}.count();
}

} // namespace

TEST_CASE("Sinus rhythm without variability is as regular as a clock") {
    SynthSettings settings;
    settings.heart_rate = {72};
    for (const double rr : rr_of(truth_of(settings, 60))) {
        CHECK(rr == Approx(60.0 / 72).epsilon(1e-9));
    }
}

TEST_CASE("Two waves of RR give the variability of their amplitudes") {
    SynthSettings settings;
    settings.hrv_lf = Milliseconds{40};
    settings.hrv_hf = Milliseconds{30};
    const Truth truth = truth_of(settings, 600);

    const TruthSummary summary = summarise(truth);
    CHECK(summary.sdnn->count() == Approx(std::sqrt((40. * 40 + 30 * 30) / 2)).epsilon(0.05));
    CHECK(summary.heart_rate->value == Approx(60).epsilon(0.01));
    CHECK(summary.rmssd->count() > 20);
}

TEST_CASE("Fibrillation has no P, f waves all the time and irregular RR around its mean") {
    SynthSettings settings = preset("af");
    settings.duration = Seconds{300};
    const auto [recording, truth] = synthesize(settings);

    CHECK(truth.rhythm == "AFIB");
    CHECK(truth.p_onsets.empty());
    CHECK_FALSE(truth.p_axis);
    for (const TrueBeat& beat : truth.beats) {
        CHECK(beat.waves.p.empty());
    }
    const TruthSummary summary = summarise(truth);
    CHECK(summary.heart_rate->value == Approx(90).epsilon(0.05));
    CHECK(*summary.sdnn / *summary.rr == Approx(0.22).margin(0.04));
    const auto rr = rr_of(truth);
    CHECK(*std::min_element(rr.begin(), rr.end()) >= 0.3);

    const Seconds diastole = *truth.beats[4].waves.t.offset;
    const auto& v1 = test::samples_of(recording, Lead::V1);
    const auto at = static_cast<std::ptrdiff_t>(diastole.count() * 500);
    const auto [low, high] = std::minmax_element(v1.begin() + at - 100, v1.begin() + at);
    CHECK(*high - *low > 0.05);
}

TEST_CASE("Flutter conducts a whole number of waves near 300 a minute") {
    SynthSettings settings = preset("flutter");
    settings.duration = Seconds{20};
    const auto [recording, truth] = synthesize(settings);

    CHECK(truth.rhythm == "AFLT");
    CHECK(truth.p_onsets.empty());
    for (const double rr : rr_of(truth)) {
        CHECK(rr == Approx(0.8));
    }
    const auto& ii = test::samples_of(recording, Lead::II);
    const auto at =
        ii.begin() + static_cast<std::ptrdiff_t>(truth.beats[4].waves.t.offset->count() * 500);
    const auto [low, high] = std::minmax_element(at, at + 200);
    CHECK(*high - *low > 0.3);
    for (auto x = at + 1; x < at + 100; ++x) { // 5 Hz: two waves in the 400 ms before the QRS
        CHECK(*x == Approx(*(x + 100)).margin(0.001));
    }
}

TEST_CASE("A ventricular ectopic comes early, wide and without P, and a full pause follows") {
    SynthSettings settings;
    settings.pvc = {Seconds{3.0}, Seconds{7.1}};
    const Truth truth = truth_of(settings, 12);

    CHECK(count_of(truth, BeatClass::V) == 2);
    for (std::size_t k = 1; k + 1 < truth.beats.size(); ++k) {
        const TrueBeat& beat = truth.beats[k];
        if (beat.label != BeatClass::V) {
            continue;
        }
        CHECK((beat.r_peak > Seconds{2.5} && beat.r_peak < Seconds{8.2}));
        CHECK((beat.r_peak - truth.beats[k - 1].r_peak).count() == Approx(0.625).margin(0.08));
        CHECK((truth.beats[k + 1].r_peak - truth.beats[k - 1].r_peak).count() == Approx(2));
        CHECK(beat.waves.p.empty());
        CHECK(beat.waves.qrs.duration()->count() == Approx(160));
    }
}

TEST_CASE("An atrial ectopic has its own P and less than a full pause") {
    SynthSettings settings;
    settings.pac_every = 4;
    const Truth truth = truth_of(settings, 20);

    CHECK(count_of(truth, BeatClass::S) >= 4);
    for (std::size_t k = 1; k + 1 < truth.beats.size(); ++k) {
        if (truth.beats[k].label == BeatClass::S) {
            CHECK((k + 1) % 4 == 0);
            CHECK(pr_ms(truth.beats[k]) == Approx(160));
            const double both = (truth.beats[k + 1].r_peak - truth.beats[k - 1].r_peak).count();
            CHECK((both > 1.6 && both < 1.85));
        }
    }
}

TEST_CASE("Bigeminy is a normal and a ventricular beat by turns") {
    const Truth truth = truth_of(preset("bigeminy"), 20);

    for (std::size_t k = 0; k < truth.beats.size(); ++k) {
        CHECK(truth.beats[k].label == (k % 2 == 0 ? BeatClass::N : BeatClass::V));
    }
    CHECK(truth.rhythm == "BIGU");
}

TEST_CASE("A pause lasts more than two seconds") {
    const auto rr = rr_of(truth_of(preset("pause"), 12));

    CHECK(std::count_if(rr.begin(), rr.end(), [](double x) { return x > 2; }) == 1);
    CHECK(*std::max_element(rr.begin(), rr.end()) == Approx(2.5));
}

TEST_CASE("First-degree block is a long PR and nothing else") {
    const Truth truth = truth_of(preset("avb1"), 10);

    for (const TrueBeat& beat : truth.beats) {
        CHECK(pr_ms(beat) == Approx(260));
    }
    CHECK(truth.beats.size() == truth.p_onsets.size());
}

TEST_CASE("Wenckebach's PR grows by ever less until a P is dropped") {
    const Truth truth = truth_of(preset("mobitz1"), 20);

    for (std::size_t k = 0; k + 2 < truth.beats.size(); k += 3) {
        CHECK(pr_ms(truth.beats[k]) == Approx(152.5));
        CHECK(pr_ms(truth.beats[k + 1]) == Approx(232.5));
        CHECK(pr_ms(truth.beats[k + 2]) == Approx(272.5));
    }
    CHECK(truth.p_onsets.size() > truth.beats.size() + 4);
}

TEST_CASE("Mobitz 2 drops every third beat at a constant PR") {
    const Truth truth = truth_of(preset("mobitz2"), 20);
    const auto rr = rr_of(truth);

    for (std::size_t k = 0; k < rr.size(); ++k) {
        CHECK(pr_ms(truth.beats[k]) == Approx(152.5));
        CHECK(rr[k] == Approx(k % 2 == 0 ? 0.8 : 1.6));
    }
    CHECK(truth.rhythm == "2AVB2");
}

TEST_CASE("In complete block P and QRS keep their own time") {
    const Truth truth = truth_of(preset("avb3"), 30);

    for (const double rr : rr_of(truth)) {
        CHECK(rr == Approx(60.0 / 38));
    }
    for (std::size_t k = 1; k < truth.p_onsets.size(); ++k) {
        CHECK((truth.p_onsets[k] - truth.p_onsets[k - 1]).count() == Approx(0.75));
    }
    for (const TrueBeat& beat : truth.beats) {
        CHECK(beat.waves.p.empty());
    }
}

TEST_CASE("No T wave reaches into the next QRS, whatever the rhythm") {
    for (const auto& [name, words] : presets()) {
        for (const double bpm : {45.0, 100.0, 150.0}) {
            SynthSettings settings = preset(name);
            settings.qtc.reset();
            const bool narrow = settings.rhythm == RhythmKind::atrial_flutter_variable;
            settings.heart_rate = {narrow ? std::clamp(bpm, 80.0, 120.0) : bpm};
            settings.qt.reset();
            settings.t_duration.reset();
            const Truth truth = truth_of(settings, 30);
            for (std::size_t k = 0; k + 1 < truth.beats.size(); ++k) {
                INFO(name << " at " << bpm);
                CHECK(truth.beats[k].waves.t.offset < truth.beats[k + 1].waves.qrs.onset);
                CHECK(truth.beats[k].waves.qrs.offset < truth.beats[k].waves.t.onset);
            }
        }
    }
}

TEST_CASE("Each preset gives beats, and says what it is in a few words") {
    for (const auto& [name, words] : presets()) {
        INFO(name);
        const auto [recording, truth] = synthesize(preset(name));
        CHECK_FALSE(words.empty());
        CHECK(truth.beats.size() >= 4);
        CHECK(recording.sample_count() == 5000);
        CHECK(test::rms(test::samples_of(recording, Lead::II)) > 0.05);
    }
    CHECK(presets().size() == 60);
}

TEST_CASE("Bundle branch blocks are wide, with their signs in V1 and V6") {
    const auto extreme = [](const Synthetic& s, Lead lead, bool late_half) {
        const Waves& waves = s.truth.beats[2].waves;
        const double from = late_half ? waves.qrs.peak->count() + 0.02 : waves.qrs.onset->count();
        const auto& x = test::samples_of(s.recording, lead);
        const auto begin = x.begin() + static_cast<std::ptrdiff_t>(from * 500);
        const auto end = x.begin() + static_cast<std::ptrdiff_t>(waves.qrs.offset->count() * 500);
        const auto [low, high] = std::minmax_element(begin, end);
        return -*low > *high ? *low : *high;
    };
    const Synthetic left = synthesize(preset("lbbb"));
    const Synthetic right = synthesize(preset("rbbb"));

    CHECK(left.truth.beats[0].waves.qrs.duration()->count() == Approx(150));
    CHECK(extreme(left, Lead::V1, false) < -1);
    CHECK(extreme(left, Lead::V6, false) > 0.8);
    CHECK(right.truth.beats[0].waves.qrs.duration()->count() == Approx(140));
    CHECK(extreme(right, Lead::V1, true) > 0.6);
    CHECK(extreme(right, Lead::V6, true) < -0.2);
    CHECK(extreme(right, Lead::I, true) < -0.2);
}

TEST_CASE("Hypertrophy meets the voltage criterion of Sokolow and Lyon") {
    const Synthetic s = synthesize(preset("lvh"));
    const auto& v1 = test::samples_of(s.recording, Lead::V1);
    const auto& v5 = test::samples_of(s.recording, Lead::V5);

    CHECK(*std::max_element(v5.begin(), v5.end()) - *std::min_element(v1.begin(), v1.end()) > 3.5);
}
