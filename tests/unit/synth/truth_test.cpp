#include "support/catch.hpp"
#include "synth/truth.hpp"
#include "synth_support.hpp"

#include <numbers>

using namespace ecg;
using namespace ecg::synth;
using test::samples_of;

namespace {

/// Sum of the samples from one moment to the other, mV s.
double area(const Recording& r, Lead lead, Seconds from, Seconds to) {
    double sum = 0;
    const auto& x = samples_of(r, lead);
    for (auto k = static_cast<std::size_t>(std::ceil(from.count() * r.rate.hertz()));
         static_cast<double>(k) / r.rate.hertz() < to.count(); ++k) {
        sum += x[k];
    }
    return sum / r.rate.hertz();
}

double measured_axis(const Recording& r, const Wave& wave) {
    const double i = area(r, Lead::I, *wave.onset, *wave.offset);
    const double avf = area(r, Lead::aVF, *wave.onset, *wave.offset);
    return std::atan2(2 * avf / std::numbers::sqrt3, i) * 180 / std::numbers::pi;
}

double turn_between(double a, double b) {
    return std::abs(std::remainder(a - b, 360));
}

/// Sample nearest to t, linearly between neighbours.
double value_at(const Recording& r, Lead lead, Seconds t) {
    const double index = t.count() * r.rate.hertz();
    const auto k = static_cast<std::size_t>(index);
    const double share = index - static_cast<double>(k);
    const auto& x = samples_of(r, lead);
    return x[k] * (1 - share) + x[k + 1] * share;
}

} // namespace

TEST_CASE("The true axes are the set ones, and those of the areas in the samples") {
    for (const double axis : {-150.0, -90.0, -30.0, 0.0, 47.0, 60.0, 90.0, 180.0}) {
        for (const Conduction conduction : {Conduction::normal, Conduction::lbbb, Conduction::rbbb,
                                            Conduction::fascicular, Conduction::preexcited}) {
            SynthSettings settings;
            settings.rate = {1000};
            settings.duration = Seconds{3};
            settings.conduction = conduction;
            settings.qrs_axis = {axis};
            settings.p_axis = {axis / 2};
            settings.t_axis = {-axis};
            const auto [recording, truth] = synthesize(settings);

            CHECK(turn_between(truth.qrs_axis->value, axis) < 1e-6);
            CHECK(turn_between(truth.p_axis->value, axis / 2) < 1e-6);
            CHECK(turn_between(truth.t_axis->value, -axis) < 1e-6);
            const Waves& waves = truth.beats[1].waves;
            CHECK(turn_between(measured_axis(recording, waves.qrs), axis) < 0.3);
            CHECK(turn_between(measured_axis(recording, waves.p), axis / 2) < 0.3);
            CHECK(turn_between(measured_axis(recording, waves.t), -axis) < 0.3);
        }
    }
}

TEST_CASE("With ST elevation the true axes are still those of the areas in the samples") {
    SynthSettings settings = preset("stemi-inferior");
    settings.rate = {1000};
    const auto [recording, truth] = synthesize(settings);

    const Waves& waves = truth.beats[2].waves;
    CHECK(turn_between(measured_axis(recording, waves.qrs), truth.qrs_axis->value) < 0.5);
    CHECK(turn_between(measured_axis(recording, waves.t), truth.t_axis->value) < 0.5);
    CHECK(turn_between(truth.qrs_axis->value, 60) > 0.2);
}

TEST_CASE("True ST levels are those of the samples at J, J+60 and J+80 ms") {
    for (const double bpm : {50.0, 110.0, 170.0}) {
        SynthSettings settings = preset("stemi-anterior");
        settings.heart_rate = {bpm};
        settings.rate = {1000};
        const auto [recording, truth] = synthesize(settings);

        const TrueBeat& beat = truth.beats[3];
        const Seconds j = *beat.waves.qrs.offset;
        for (const Lead lead : all_leads) {
            const double base = value_at(recording, lead, *beat.waves.qrs.onset);
            const auto st = [&, &r = recording](int ms) {
                return value_at(r, lead, j + Milliseconds{ms}) - base;
            };
            CHECK(st(0) == Approx(beat.st_j_mv[index_of(lead)]).margin(0.004));
            CHECK(st(60) == Approx(beat.st_60_mv[index_of(lead)]).margin(0.002));
            CHECK(st(80) == Approx(beat.st_80_mv[index_of(lead)]).margin(0.002));
        }
    }
}

TEST_CASE("The ST level at J is the set one, and follows from I and II in the limb leads") {
    const Truth truth = synthesize(preset("stemi-inferior")).truth;

    const auto& st = truth.beats[0].st_j_mv;
    CHECK(st[index_of(Lead::II)] == Approx(0.20));
    CHECK(st[index_of(Lead::III)] == Approx(0.30));
    CHECK(st[index_of(Lead::aVF)] == Approx(0.25));
    CHECK(st[index_of(Lead::aVL)] == Approx(-0.20));
    CHECK(truth.beats[0].st_60_mv[index_of(Lead::II)] == Approx(0.20));
}

TEST_CASE("Points beyond the end of the recording are absent") {
    SynthSettings settings;
    settings.duration = Seconds{9.6}; // the last T is cut
    const Truth truth = synthesize(settings).truth;

    const Waves& last = truth.beats.back().waves;
    CHECK(last.qrs.offset);
    CHECK_FALSE(last.t.offset);
    for (const TrueBeat& beat : truth.beats) {
        CHECK(beat.r_peak < settings.duration);
    }
}

TEST_CASE("The summary's variability is that of the produced intervals") {
    Truth truth;
    truth.rate_hz = 500;
    for (const double t : {1.0, 2.0, 2.9, 3.9, 4.7}) { // RR 1000 900 1000 800
        TrueBeat beat;
        beat.r_peak = Seconds{t};
        truth.beats.push_back(beat);
    }
    const TruthSummary summary = summarise(truth);

    CHECK(summary.rr->count() == Approx(925));
    CHECK(summary.heart_rate->value == Approx(60 / 0.925));
    CHECK(summary.sdnn->count() == Approx(95.742711));
    CHECK(summary.rmssd->count() == Approx(std::sqrt((100. * 100 + 100 * 100 + 200 * 200) / 3)));
    CHECK_FALSE(summary.pr);
}

TEST_CASE("No interval to or from an ectopic beat counts as variability") {
    Truth truth;
    for (const double t : {1.0, 2.0, 2.6, 4.0, 5.0}) {
        TrueBeat beat;
        beat.r_peak = Seconds{t};
        beat.label = t == 2.6 ? BeatClass::V : BeatClass::N;
        truth.beats.push_back(beat);
    }
    const TruthSummary summary = summarise(truth);

    CHECK(summary.sdnn->count() == Approx(0).margin(1e-9));
    CHECK_FALSE(summary.rmssd);
}

TEST_CASE("An empty truth sums up to nothing") {
    const TruthSummary summary = summarise({});

    CHECK_FALSE(summary.rr);
    CHECK_FALSE(summary.heart_rate);
    CHECK_FALSE(summary.qt);
    CHECK_FALSE(summary.sdnn);
}
