#include "analyze/delineate/beat_window.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <numeric>

using namespace ecg::analyze;

namespace {

/// v(t) at every sample of a beat, t in seconds from its fiducial.
template <class Function>
std::vector<double> beat_of(double rate_hz, double fiducial, std::size_t length, Function v) {
    std::vector<double> beat(length);
    for (std::size_t i = 0; i < length; ++i) {
        beat[i] = v((static_cast<double>(i) - fiducial) / rate_hz);
    }
    return beat;
}

double window_time(std::size_t k) {
    return (static_cast<double>(k) - window_fiducial) / window_hz;
}

} // namespace

TEST_CASE("A beat on the window's own grid passes through unchanged") {
    std::vector<double> beat(320);
    std::iota(beat.begin(), beat.end(), 1.0);

    const std::vector<float> window = BeatWindow{250, 125, 320}.of(beat);

    for (std::size_t k = 0; k < window_samples; ++k) {
        CHECK(window[k] == static_cast<float>(beat[k]));
    }
}

TEST_CASE("Where the beat has no sample the window is 0 and says so") {
    const BeatWindow grid{250, 50, 100}; // from 50 samples before the fiducial to 49 after
    const std::vector<float> window = grid.of(std::vector<double>(100, 1.0));

    for (std::size_t k = 0; k < window_samples; ++k) {
        const bool inside = k >= 75 && k <= 174;
        CHECK(grid.inside()[k] == inside);
        CHECK(window[k] == (inside ? 1.0F : 0.0F));
    }
}

TEST_CASE("At lower rates a quadratic is met between the samples") {
    for (const double rate : {80.0, 200.0, 360.0}) {
        const auto v = [](double t) { return 1 + 2 * t - 3 * t * t; };
        const double fiducial = 0.6 * rate;
        const auto length = static_cast<std::size_t>(1.6 * rate);

        const std::vector<float> window =
            BeatWindow{rate, fiducial, length}.of(beat_of(rate, fiducial, length, v));

        for (std::size_t k = 0; k < window_samples; ++k) {
            CHECK(window[k] == Approx(v(window_time(k))).margin(1e-6));
        }
    }
}

TEST_CASE("At higher rates a straight line stays straight, and noise that alternates is gone") {
    for (const double rate : {500.0, 1000.0}) {
        const auto v = [](double t) { return 2 + 5 * t; };
        const double fiducial = 0.6 * rate;
        const auto length = static_cast<std::size_t>(1.6 * rate);
        std::vector<double> beat = beat_of(rate, fiducial, length, v);
        for (std::size_t i = 0; i < beat.size(); ++i) {
            beat[i] += i % 2 == 0 ? 0.1 : -0.1;
        }

        const std::vector<float> window = BeatWindow{rate, fiducial, length}.of(beat);

        for (std::size_t k = 0; k < window_samples; ++k) {
            CHECK(window[k] == Approx(v(window_time(k))).margin(1e-5));
        }
    }
}

TEST_CASE("A fiducial between two samples lies at the window's fiducial") {
    const double fiducial = 150.4;
    const auto bump = [](double t) { return std::exp(-t * t / (2 * 0.02 * 0.02)); };

    const std::vector<float> window =
        BeatWindow{250, fiducial, 340}.of(beat_of(250, fiducial, 340, bump));

    CHECK(window[125] == Approx(1).margin(0.002));
    CHECK(window[124] == Approx(window[126]).margin(0.002));
}
