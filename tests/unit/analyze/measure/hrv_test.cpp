#include "analyze/measure/hrv.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <numbers>

using namespace ecg;
using namespace ecg::literals;

namespace {

/// Normal beats that lie these many milliseconds apart, the first at 1 s.
Beats beats_apart(const std::vector<double>& rr_ms) {
    Beats beats{Beat{1s}};
    for (const double rr : rr_ms) {
        beats.push_back(Beat{beats.back().time + Milliseconds{rr}});
    }
    return beats;
}

std::vector<analyze::NnInterval> unbroken(const std::vector<double>& nn_ms) {
    std::vector<analyze::NnInterval> intervals;
    Seconds end{0};
    for (const double nn : nn_ms) {
        end += Milliseconds{nn};
        intervals.push_back({end, Milliseconds{nn}, !intervals.empty()});
    }
    return intervals;
}

std::vector<double> lengths_of(const analyze::NnIntervals& nn) {
    std::vector<double> lengths;
    for (const auto& interval : nn.kept) {
        lengths.push_back(std::round(interval.length.count()));
    }
    return lengths;
}

/// RR = 1000 + amplitude sin(2 pi hz t) ms, t at the end of each interval.
Beats breathing(double amplitude_ms, double hz, Seconds duration) {
    Beats beats{Beat{0.4s}};
    for (;;) {
        const double t = beats.back().time.count();
        double next = t + 1;
        for (int i = 0; i < 30; ++i) {
            next = t + 1 + amplitude_ms / 1000 * std::sin(2 * std::numbers::pi * hz * next);
        }
        if (next >= duration.count()) {
            return beats;
        }
        beats.push_back(Beat{Seconds{next}});
    }
}

} // namespace

TEST_CASE("pNN50 is a share of the differences: fifteen intervals, each step 60 ms, give 100 %") {
    std::vector<double> rr;
    for (int i = 0; i < 15; ++i) {
        rr.push_back(1100 + 60 * i);
    }

    const auto hrv = analyze::measure_hrv(beats_apart(rr));

    CHECK(hrv.intervals == 15);
    CHECK(hrv.edited_share == 0);
    CHECK(*hrv.pnn50 == Approx(100));
    CHECK(hrv.rmssd->count() == Approx(60));
    CHECK(analyze::describe_nn(unbroken(rr)).nn50 == 14);
    CHECK(analyze::describe_nn(unbroken(rr)).differences == 14);
}

TEST_CASE("SDNN and the Poincaré axes are taken with n - 1") {
    const auto statistics = analyze::describe_nn(unbroken({125, 250, 100, 300}));

    CHECK(statistics.sdnn->count() == Approx(96.555252));
    CHECK(statistics.rmssd->count() == Approx(161.374306));
    CHECK(statistics.sd1->count() == Approx(130.304131));
    CHECK(statistics.sd2->count() == Approx(40.824829));
}

TEST_CASE("A difference of exactly 50 ms does not count for pNN50") {
    const auto statistics = analyze::describe_nn(unbroken({800, 850, 901, 901, 951}));

    CHECK(statistics.nn50 == 1);
    CHECK(*statistics.pnn50 == Approx(25));
}

TEST_CASE("An even rhythm has no variability, which is a measured 0") {
    const auto hrv = analyze::measure_hrv(beats_apart(std::vector<double>(20, 800)));

    CHECK(hrv.sdnn->count() == Approx(0).margin(1e-9));
    CHECK(hrv.rmssd->count() == Approx(0).margin(1e-9));
    CHECK(*hrv.pnn50 == 0);
}

TEST_CASE("Differences never cross a missing stretch") {
    Beats beats = beats_apart({800, 800, 800, 800, 860, 860, 860, 860});
    beats[5].after_gap = true; // the interval of 860 ms that follows the last of 800

    const auto hrv = analyze::measure_hrv(beats);

    CHECK(hrv.intervals == 7);
    CHECK(hrv.edited_share == Approx(1.0 / 8));
    CHECK(hrv.rmssd->count() == Approx(0).margin(1e-9));
    CHECK(*hrv.pnn50 == 0);
}

TEST_CASE("Differences never cross an ectopic beat, and both its intervals are left out") {
    Beats beats = beats_apart({800, 800, 800, 800, 500, 1100, 900, 900, 900, 900, 900, 900});
    beats[5].label = BeatClass::V;

    const auto nn = analyze::select_nn(beats);

    CHECK(nn.left_out == 2);
    CHECK(lengths_of(nn) == std::vector<double>{800, 800, 800, 800, 900, 900, 900, 900, 900, 900});
    CHECK(analyze::describe_nn(nn.kept).differences == 8);
    CHECK(analyze::describe_nn(nn.kept).rmssd->count() == Approx(0).margin(1e-9));
    CHECK(analyze::measure_hrv(beats).edited_share == Approx(2.0 / 12));
}

TEST_CASE("Artefacts at the ends and within are dropped, never filled in") {
    const auto nn =
        analyze::select_nn(beats_apart({10000, 10000, 800, 700, 800, 900, 10000, 10000, 650, 700}));

    CHECK(lengths_of(nn) == std::vector<double>{800, 700, 800, 900, 650, 700});
    CHECK(nn.left_out == 4);
    CHECK(analyze::describe_nn(nn.kept).differences == 4);
}

TEST_CASE("An interval of more than 20 % off its local median is an artefact, one of less is not") {
    std::vector<double> rr(21, 1000);
    rr[10] = 1199;
    CHECK(analyze::select_nn(beats_apart(rr)).left_out == 0);

    rr[10] = 1201;
    CHECK(analyze::select_nn(beats_apart(rr)).left_out == 1);

    rr[10] = 799;
    CHECK(analyze::select_nn(beats_apart(rr)).left_out == 1);
}

TEST_CASE("A rate that drifts to half its value is no artefact") {
    std::vector<double> rr;
    for (int i = 0; i < 100; ++i) {
        rr.push_back(1000 - 5 * i);
    }

    CHECK(analyze::select_nn(beats_apart(rr)).left_out == 0);
}

TEST_CASE("Nothing is said when more than a fifth of the intervals had to be left out") {
    Beats beats = beats_apart(std::vector<double>(20, 800));
    beats[4].label = BeatClass::V;
    beats[10].label = BeatClass::S;
    CHECK(analyze::measure_hrv(beats).edited_share == Approx(0.2));
    CHECK(analyze::measure_hrv(beats).sdnn);

    beats[15].after_gap = true;
    const auto hrv = analyze::measure_hrv(beats);
    CHECK(hrv.edited_share == Approx(0.25));
    CHECK_FALSE(hrv.sdnn);
    CHECK_FALSE(hrv.rmssd);
    CHECK_FALSE(hrv.pnn50);
    CHECK(analyze::explain_hrv(hrv).front() ==
          Absence{"sdnn_ms", "25 % of the RR intervals left out, more than 20 %"});
}

TEST_CASE("Too few beats leave the values absent, with the reason") {
    CHECK(analyze::measure_hrv({}).edited_share == 0);
    CHECK_FALSE(analyze::measure_hrv({}).sdnn);
    CHECK_FALSE(analyze::measure_hrv(beats_apart({800})).sdnn);

    const auto hrv = analyze::measure_hrv(beats_apart({800, 820}));
    CHECK(hrv.sdnn->count() == Approx(20 / std::sqrt(2.0)));
    CHECK_FALSE(hrv.rmssd);
    CHECK(analyze::explain_hrv(hrv).front() ==
          Absence{"rmssd_ms", "fewer than 2 successive NN differences"});

    CHECK(analyze::measure_hrv(beats_apart({800, 820, 840})).rmssd->count() == Approx(20));
}

TEST_CASE("A wave of 50 ms at 0.1 Hz is 1250 ms2 of LF and no HF") {
    for (const Seconds duration : {Seconds{120}, Seconds{300}, Seconds{1500}}) {
        const auto hrv = analyze::measure_hrv(breathing(50, 0.1, duration));

        CAPTURE(duration.count());
        REQUIRE(hrv.lf_ms2);
        CHECK(*hrv.lf_ms2 == Approx(1250).epsilon(0.05));
        CHECK(*hrv.hf_ms2 < 12.5);
        CHECK(*hrv.lf_hf > 100);
    }
}

TEST_CASE("A wave of 30 ms at 0.25 Hz is 450 ms2 of HF and no LF") {
    const auto hrv = analyze::measure_hrv(breathing(30, 0.25, Seconds{300}));

    CHECK(*hrv.hf_ms2 == Approx(450).epsilon(0.1));
    CHECK(*hrv.lf_ms2 < 4.5);
}

TEST_CASE("Below two minutes there is no spectrum") {
    const auto hrv = analyze::measure_hrv(breathing(50, 0.1, Seconds{116}));

    CHECK(hrv.sdnn);
    CHECK_FALSE(hrv.lf_ms2);
    CHECK_FALSE(hrv.hf_ms2);
    CHECK_FALSE(hrv.lf_hf);
    CHECK(analyze::explain_hrv(hrv).front() ==
          Absence{"lf_ms2", "less than two minutes of NN intervals on end"});
}

TEST_CASE("A few ectopic beats do not spoil the spectrum") {
    Beats beats = breathing(50, 0.1, Seconds{300});
    for (const std::size_t i : {40U, 133U, 211U}) {
        beats[i].label = BeatClass::V;
        beats[i].time -= 0.3s;
    }

    const auto hrv = analyze::measure_hrv(beats);

    CHECK(*hrv.lf_ms2 == Approx(1250).epsilon(0.1));
    CHECK(*hrv.hf_ms2 < 25);
}

TEST_CASE("A long hole parts the spectrum; stretches below two minutes do not count") {
    Beats beats = breathing(50, 0.1, Seconds{180});
    std::erase_if(beats, [](const Beat& beat) { return beat.time > 90s && beat.time < 100s; });
    for (Beat& beat : beats) {
        beat.after_gap = beat.time >= 100s && beat.time < 101.2s;
    }

    CHECK_FALSE(analyze::measure_hrv(beats).lf_ms2);
}
