#include "../synthetic.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <limits>

using namespace ecg;

namespace {

void scale(Recording& recording, double factor) {
    for (LeadSignal& lead : recording.leads) {
        for (double& v : lead.samples) {
            v *= factor;
        }
    }
}

void keep_one_lead(Recording& recording, Lead lead) {
    const LeadSignal one = *find_lead(recording, lead);
    recording.leads = {one};
}

/// Repeatable noise in -1 … 1.
double noise(std::uint64_t& state) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return static_cast<double>(state >> 11) / 4503599627370496.0 - 1;
}

} // namespace

TEST_CASE("B1: an upside-down recording has the same beats") {
    Recording recording = test::record("normal");
    const Beats upright = test::analysed(recording).beats;
    scale(recording, -1);
    const Beats inverted = test::analysed(recording).beats;

    REQUIRE(upright.size() == inverted.size());
    for (std::size_t i = 0; i < upright.size(); ++i) {
        CHECK(inverted[i].time.count() == Approx(upright[i].time.count()).margin(0.001));
    }
}

TEST_CASE("B24: the beats do not depend on the scale") {
    const std::size_t expected = test::analysed(test::record("normal")).beats.size();
    for (const double factor : {1e-12, 1e-6, 1e-3, 1e3, 1e6}) {
        Recording recording = test::record("normal");
        scale(recording, factor);
        INFO(factor);
        CHECK(test::analysed(recording).beats.size() == expected);
    }
}

TEST_CASE("A single lead is enough") {
    for (const Lead lead : {Lead::I, Lead::II, Lead::V1, Lead::V6}) {
        const auto made = synth::synthesize(test::some("normal"));
        Recording recording = made.recording;
        keep_one_lead(recording, lead);
        INFO(name_of(lead));
        CHECK(test::analysed(recording).beats.size() == made.truth.beats.size());
    }
}

TEST_CASE("B6: beat times do not drift between rates") {
    const auto reference = test::analysed(test::record("normal", 1000));
    for (const double rate : {80.0, 125.0, 250.0, 360.0, 500.0}) {
        const auto other = test::analysed(test::record("normal", rate));
        INFO(rate);
        REQUIRE(other.beats.size() == reference.beats.size());
        for (std::size_t i = 0; i < other.beats.size(); ++i) {
            CHECK(other.beats[i].time.count() ==
                  Approx(reference.beats[i].time.count()).margin(0.004));
        }
    }
}

TEST_CASE("B16: a flat, a zero and an empty recording have no beats, and say why") {
    for (const double level : {0.0, -1.5}) {
        Recording recording = test::record("normal");
        for (LeadSignal& lead : recording.leads) {
            std::fill(lead.samples.begin(), lead.samples.end(), level);
        }
        const Analysis a = test::analysed(recording);
        CHECK(a.beats.empty());
        CHECK_FALSE(a.measurements.heart_rate.has_value());
        REQUIRE_FALSE(a.measurements.absences.empty());
        CHECK(a.measurements.absences.front().reason == "no QRS complex was found");
    }
    Recording nothing = test::record("normal");
    for (LeadSignal& lead : nothing.leads) {
        lead.samples.clear();
    }
    CHECK(test::analysed(nothing).beats.empty());
}

TEST_CASE("B9: white noise alone has no beats") {
    Recording recording = test::record("normal", 250, 30);
    std::uint64_t state = 42;
    for (LeadSignal& lead : recording.leads) {
        for (double& v : lead.samples) {
            v = 0.05 * noise(state);
        }
    }
    CHECK(test::analysed(recording).beats.empty());
}

TEST_CASE("Samples that are missing everywhere make a gap, not an interval") {
    Recording recording = test::record("normal", 500, 20);
    for (LeadSignal& lead : recording.leads) {
        std::fill(lead.samples.begin() + 4000, lead.samples.begin() + 6000,
                  std::numeric_limits<double>::quiet_NaN());
    }

    const Analysis a = test::analysed(recording);

    std::size_t gaps = 0;
    for (const Beat& beat : a.beats) {
        gaps += beat.after_gap ? 1 : 0;
        CHECK_FALSE((beat.time.count() > 8.0 && beat.time.count() < 12.0));
    }
    CHECK(gaps == 1);
    CHECK(a.measurements.heart_rate->value == Approx(60).margin(0.5));
}

TEST_CASE("B13: one missing sample changes nothing") {
    Recording recording = test::record("normal");
    const std::size_t expected = test::analysed(recording).beats.size();
    for (LeadSignal& lead : recording.leads) {
        lead.samples[2345] = std::numeric_limits<double>::quiet_NaN();
    }
    CHECK(test::analysed(recording).beats.size() == expected);
}

TEST_CASE("B10: after ten seconds of loud noise the beats are found again within three") {
    auto made = synth::synthesize(test::some("normal", 250, 40));
    std::uint64_t state = 7;
    for (LeadSignal& lead : made.recording.leads) {
        for (std::size_t i = 0; i < 2500; ++i) {
            lead.samples[i] += 2 * noise(state);
        }
    }

    const Beats beats = test::analysed(made.recording).beats;

    std::size_t found = 0;
    std::size_t expected = 0;
    for (const auto& truth : made.truth.beats) {
        if (truth.r_peak < Seconds{13} || truth.r_peak > Seconds{39.8}) {
            continue;
        }
        ++expected;
        found += std::any_of(beats.begin(), beats.end(),
                             [&](const Beat& b) {
                                 return std::abs((b.time - truth.r_peak).count()) < 0.05;
                             })
                     ? 1
                     : 0;
    }
    CHECK(found == expected);
}

TEST_CASE("B2: a T wave taller than the QRS is no beat") {
    auto settings = test::some("normal");
    auto made = synth::synthesize(settings);
    // Lead II's T made 1.2 mV tall beside a QRS of about 1.2 mV.
    Recording recording = made.recording;
    keep_one_lead(recording, Lead::II);
    auto& samples = recording.leads[0].samples;
    for (const auto& beat : made.truth.beats) {
        if (!beat.waves.t.onset || !beat.waves.t.offset) {
            continue;
        }
        const double from = beat.waves.t.onset->count() * 500;
        const double to = beat.waves.t.offset->count() * 500;
        for (double i = std::ceil(from); i < to && i < static_cast<double>(samples.size()); ++i) {
            const double s = std::sin(3.14159265358979 * (i - from) / (to - from));
            samples[static_cast<std::size_t>(i)] += 0.9 * s * s;
        }
    }

    CHECK(test::analysed(recording).beats.size() == made.truth.beats.size());
}
