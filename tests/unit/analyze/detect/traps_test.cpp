// What users of other programs found wrong in beat detection; each test names its trap.
#include "../synthetic.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

using namespace ecg;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

void fill(Recording& recording, double from_s, double to_s, double value) {
    const auto from = recording.rate.samples_in(Seconds{from_s});
    const auto to = recording.rate.samples_in(Seconds{to_s});
    for (LeadSignal& lead : recording.leads) {
        std::fill(lead.samples.begin() + from, lead.samples.begin() + to, value);
    }
}

/// How many of the true beats between two times have a found one within 50 ms.
std::pair<std::size_t, std::size_t> found_between(const synth::Truth& truth, const Beats& beats,
                                                  double from_s, double to_s) {
    std::size_t found = 0;
    std::size_t expected = 0;
    for (const auto& beat : truth.beats) {
        if (beat.r_peak < Seconds{from_s} || beat.r_peak > Seconds{to_s}) {
            continue;
        }
        ++expected;
        found += std::any_of(
                     beats.begin(), beats.end(),
                     [&](const Beat& b) { return std::abs((b.time - beat.r_peak).count()) < 0.05; })
                     ? 1
                     : 0;
    }
    return {found, expected};
}

} // namespace

TEST_CASE("B8: long runs of zeros do not change the beats elsewhere") {
    auto made = synth::synthesize(test::some("normal", 250, 50));
    fill(made.recording, 10, 25, 0);

    const Beats beats = test::analysed(made.recording).beats;

    const auto [before, all_before] = found_between(made.truth, beats, 0.2, 9.7);
    const auto [after, all_after] = found_between(made.truth, beats, 25.3, 49.7);
    CHECK(before == all_before);
    CHECK(after == all_after);
    for (const Beat& beat : beats) {
        CHECK_FALSE((beat.time.count() > 10.2 && beat.time.count() < 24.8));
    }
}

TEST_CASE("B9: a recording too short for a beat has none") {
    for (const double seconds : {0.02, 0.1, 0.3}) {
        Recording recording = test::record("normal");
        const auto samples = recording.rate.samples_in(Seconds{seconds});
        for (LeadSignal& lead : recording.leads) {
            lead.samples.resize(static_cast<std::size_t>(samples));
        }
        INFO(seconds);
        CHECK_FALSE(test::analysed(recording).measurements.heart_rate.has_value());
    }
}

TEST_CASE("B12: beat times grow by 200 ms at least, in noise too") {
    for (const double rate : {80.0, 300.0, 500.0}) {
        synth::SynthSettings settings = test::some("pvc", rate, 60);
        settings.noise.muscle = Millivolts{0.2};
        settings.noise.motion_snr_db = 0;
        const Beats beats = test::analysed(synth::synthesize(settings).recording).beats;
        INFO(rate);
        CHECK(beats.size() > 30);
        for (std::size_t i = 1; i < beats.size(); ++i) {
            CHECK((beats[i].time - beats[i - 1].time).count() >= 0.2);
        }
    }
}

TEST_CASE("B17: the fiducial stands on the R peak, whatever the rate") {
    for (const double rate : {80.0, 250.0, 360.0, 500.0, 1000.0}) {
        const auto made = synth::synthesize(test::some("normal", rate, 30));
        const Beats beats = test::analysed(made.recording).beats;
        INFO(rate);
        REQUIRE(beats.size() == made.truth.beats.size());
        double sum = 0;
        double squares = 0;
        for (std::size_t i = 0; i < beats.size(); ++i) {
            const double off = Milliseconds{beats[i].time - made.truth.beats[i].r_peak}.count();
            sum += off;
            squares += off * off;
        }
        const auto count = static_cast<double>(beats.size());
        CHECK(std::abs(sum / count) < 5);
        CHECK(std::sqrt(squares / count - sum / count * sum / count) < 1);
    }
}

TEST_CASE("B25: without signal there is no heart rate, and it is not 0") {
    Recording recording = test::record("normal", 500, 10);
    fill(recording, 0, 10, missing);

    const Analysis a = test::analysed(recording);

    CHECK(a.beats.empty());
    CHECK_FALSE(a.measurements.heart_rate.has_value());
}

TEST_CASE("Beats from 20 to nearly 300 a minute are found") {
    for (const double rate : {20.0, 30.0, 45.0, 180.0, 240.0, 270.0, 285.0}) {
        synth::SynthSettings settings = test::some("normal", 500, 30);
        settings.heart_rate = BeatsPerMinute{rate};
        const auto made = synth::synthesize(settings);
        const auto [found, expected] =
            found_between(made.truth, test::analysed(made.recording).beats, 0.2, 29.8);
        INFO(rate);
        CHECK(found == expected);
    }
}
