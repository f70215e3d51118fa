#include "../synthetic.hpp"
#include "analyze/filter/powerline.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

using namespace ecg;
using namespace ecg::analyze;

namespace {

void add_sine(Recording& recording, double frequency, double amplitude) {
    for (LeadSignal& lead : recording.leads) {
        for (std::size_t i = 0; i < lead.samples.size(); ++i) {
            lead.samples[i] +=
                amplitude * std::sin(2 * std::numbers::pi * frequency * static_cast<double>(i) /
                                     recording.rate.hertz());
        }
    }
}

/// rms of the difference between two leads, without a second at each end.
double difference(const FilteredRecording& a, const FilteredRecording& b, std::size_t lead) {
    const auto edge = static_cast<std::size_t>(a.rate.hertz());
    double sum = 0;
    std::size_t n = 0;
    for (std::size_t i = edge; i + edge < a.leads[lead].samples.size(); ++i, ++n) {
        const double d = a.leads[lead].samples[i] - b.leads[lead].samples[i];
        sum += d * d;
    }
    return std::sqrt(sum / static_cast<double>(n));
}

} // namespace

TEST_CASE("Slow wander goes and the beat stays") {
    Recording still = test::record("normal", 500, 20);
    Recording moving = still;
    add_sine(moving, 0.2, 0.5);

    const FilteredRecording a = filter_recording(still, {});
    const FilteredRecording b = filter_recording(moving, {});

    CHECK(difference(a, b, 1) < 0.01);
}

TEST_CASE("Mains is found by itself, named, and taken out") {
    for (const double mains : {50.0, 60.0}) {
        for (const double rate : {125.0, 250.0, 500.0, 1000.0}) {
            const Recording still = test::record("normal", rate, 10);
            Recording humming = still;
            add_sine(humming, mains, 0.1);

            const FilteredRecording clean = filter_recording(humming, {});

            INFO(mains << " Hz at " << rate << " Hz");
            REQUIRE(clean.filters.powerline.has_value());
            CHECK(clean.filters.powerline->value == mains);
            CHECK_FALSE(clean.filters.powerline_alias.has_value());
            CHECK(difference(clean, filter_recording(still, {}), 1) < 0.012);
        }
    }
}

TEST_CASE("At 80 Hz mains is found where it folds to") {
    Recording humming = test::record("normal", 80, 10);
    add_sine(humming, 50, 0.1);

    const FilteredRecording clean = filter_recording(humming, {});

    REQUIRE(clean.filters.powerline_alias.has_value());
    CHECK(clean.filters.powerline->value == 50);
    CHECK(clean.filters.powerline_alias->value == Approx(30));
    CHECK(alias_of(Hertz{60}, Hertz{80}).value == Approx(20));
    CHECK(alias_of(Hertz{50}, Hertz{500}).value == Approx(50));
}

TEST_CASE("No heart rate's own harmonics are taken for mains") {
    for (const double rate : {45.0, 60.0, 75.0, 100.0, 120.0, 150.0, 180.0}) {
        auto settings = test::some("normal", 500, 20);
        settings.heart_rate = BeatsPerMinute{rate};
        INFO(rate << "/min");
        CHECK_FALSE(filter_recording(synth::synthesize(settings).recording, {}).filters.powerline);
    }
}

TEST_CASE("The powerline filter stays off when asked") {
    Recording humming = test::record("normal");
    add_sine(humming, 50, 0.1);
    CHECK_FALSE(filter_recording(humming, {Powerline::off}).filters.powerline);
}

TEST_CASE("Dead, missing and noisy leads are told apart with their reasons") {
    Recording recording = test::record("normal");
    std::fill(recording.leads[0].samples.begin(), recording.leads[0].samples.end(), 0.7);
    for (std::size_t i = 0; i < 3000; ++i) {
        recording.leads[1].samples[i] = std::numeric_limits<double>::quiet_NaN();
    }
    std::uint64_t state = 3;
    for (double& v : recording.leads[6].samples) { // white, 0.12 mV rms
        state = state * 6364136223846793005U + 1442695040888963407U;
        v += 0.2 * (static_cast<double>(state >> 11) / 4503599627370496.0 - 1);
    }

    const auto quality = filter_recording(recording, {}).quality;

    CHECK(quality[0].verdict == Verdict::bad);
    CHECK(quality[0].reasons.front() == "flat");
    CHECK(quality[1].verdict == Verdict::bad);
    CHECK(quality[1].reasons.front() == "missing samples 60 %");
    CHECK(quality[2].verdict == Verdict::good);
    CHECK(quality[6].verdict != Verdict::good);
}

TEST_CASE("Slow recordings are measured on a finer grid, fast ones on their own") {
    CHECK(filter_recording(test::record("normal", 80), {}).rate.hertz() == 480);
    CHECK(filter_recording(test::record("normal", 125), {}).rate.hertz() == 500);
    CHECK(filter_recording(test::record("normal", 250), {}).rate.hertz() == 250);
    CHECK(filter_recording(test::record("normal", 1000), {}).rate.hertz() == 1000);
}
