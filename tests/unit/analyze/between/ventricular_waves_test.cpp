#include "analyze/between/ventricular_waves.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <cstdint>
#include <numbers>

using namespace ecg;
using namespace ecg::analyze;

namespace {

constexpr double rate_hz = 62.5;

/// One lead of so many seconds, each sample by its time.
template <class Wave> SlowSignal signal_of(double seconds, Wave wave) {
    SlowSignal signal;
    signal.rate_hz = rate_hz;
    const auto count = static_cast<std::size_t>(seconds * rate_hz);
    signal.in_qrs.resize(count);
    signal.lead_of = {0};
    signal.leads.emplace_back();
    for (std::size_t i = 0; i < count; ++i) {
        signal.leads[0].push_back(wave(static_cast<double>(i) / rate_hz));
    }
    return signal;
}

double turns(double t, double hz) {
    return std::sin(2 * std::numbers::pi * hz * t);
}

/// Half a sine of 80 ms each second, around the full second.
double beat(double t, double height = 1) {
    const double since = t - std::round(t);
    return std::abs(since) < 0.04 ? height * std::cos(std::numbers::pi * since / 0.08) : 0;
}

/// Between -1 and 1, without a pattern.
double noise(double t) {
    auto z = static_cast<std::uint64_t>(t * rate_hz + 0.5) * 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    return static_cast<double>(z >> 11U) * 0x1p-52 - 1;
}

Beats beats_at(std::initializer_list<double> seconds, int shape = 0) {
    Beats beats;
    for (const double s : seconds) {
        beats.push_back(Beat{Seconds{s}, BeatClass::N, 1, false, shape});
    }
    return beats;
}

} // namespace

TEST_CASE("A restless wave of 3 to 9 Hz is fibrillation from its beginning to its end") {
    const auto at = [](double hz) {
        return signal_of(20, [hz](double t) {
            return t < 6 ? beat(t) : 0.5 * turns(t + 0.03 * turns(t, 0.7), hz);
        });
    };
    for (const double hz : {3.5, 4.5, 6.0, 8.0}) {
        CAPTURE(hz);
        const auto found = fibrillating(at(hz));
        REQUIRE(found.size() == 1);
        CHECK(std::abs(found[0].from.count() - 6) < 1.5);
        CHECK(std::abs(found[0].to.count() - 20) < 1.5);
    }
    CHECK(fibrillating(at(2)).empty());
}

TEST_CASE("Neither beats nor noise, nor a wave too small to be one, is fibrillation") {
    CHECK(fibrillating(signal_of(20, [](double t) { return beat(t); })).empty());
    CHECK(fibrillating(signal_of(20, [](double t) { return beat(5 * t); })).empty());
    CHECK(fibrillating(signal_of(20, [](double t) { return 0.5 * noise(t); })).empty());
    CHECK(fibrillating(signal_of(20, [](double t) { return 0.05 * turns(t, 5); })).empty());
    CHECK(fibrillating(signal_of(20, [](double) { return 0.0; })).empty());
}

TEST_CASE("Fibrillation is told by most of the leads") {
    SlowSignal signal = signal_of(10, [](double t) { return 0.5 * turns(t, 5); });
    signal.leads.push_back(signal_of(10, [](double t) { return beat(t); }).leads[0]);
    signal.leads.push_back(signal.leads[1]);
    CHECK(fibrillating(signal).empty());
    signal.leads[2] = signal.leads[0];
    CHECK(fibrillating(signal).size() == 1);
}

TEST_CASE("Silence is where no lead moves by a fifth of a beat, for two seconds or more") {
    const auto stops = [](double t) {
        return (t < 3.5 || t > 8.5 ? beat(t) : 0) + 0.05 * noise(t);
    };
    QrsHeights heights;
    const auto found = silent(signal_of(12, stops), beats_at({1, 2, 3, 9, 10, 11}), heights);
    REQUIRE(found.size() == 1);
    CHECK(std::abs(found[0].from.count() - 3.1) < 0.5);
    CHECK(std::abs(found[0].to.count() - 8.9) < 0.5);
    CHECK(std::abs(heights[0] - 1) < 0.15);

    CHECK(silent(signal_of(12, stops), {}, heights).empty());
    QrsHeights unknown;
    CHECK(silent(signal_of(12, stops), beats_at({1, 2, 3, 9}, 4), unknown).empty());
}

TEST_CASE("A minute of noise is silence to who has seen the beats before") {
    QrsHeights heights;
    silent(signal_of(10, [](double t) { return beat(t); }), beats_at({1, 2, 3, 4}), heights);
    const auto hiss = signal_of(10, [](double t) { return 0.05 * noise(t); });
    CHECK(silent(hiss, beats_at({2, 4, 5}), heights).size() == 1);

    QrsHeights nothing_before;
    CHECK(silent(hiss, beats_at({2, 4, 5}), nothing_before).empty());
}

TEST_CASE("In silence, what looks like no other beat is none; beats that look alike stay") {
    Beats beats = beats_at({1, 2, 3});
    beats.push_back(Beat{Seconds{5}, BeatClass::N, 1, false, 7});
    for (const double t : {6.0, 7.0, 8.0}) {
        beats.push_back(Beat{Seconds{t}, BeatClass::V, 1, false, 9});
    }
    beats.push_back(Beat{Seconds{12}, BeatClass::V, 1, false, 8});

    const Beats kept = without_noise(beats, {{Seconds{4}, Seconds{9}}});

    REQUIRE(kept.size() == 7);
    CHECK(kept[3].shape == 9);
    CHECK(kept.back().shape == 8);
}
