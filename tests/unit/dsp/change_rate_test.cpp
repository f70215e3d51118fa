#include "dsp/change_rate.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <numbers>

using namespace ecg;
using namespace ecg::dsp;

namespace {

constexpr Band to_80{Hertz{36}, Hertz{40}};

double sine(double hertz, double seconds) {
    return std::sin(2 * std::numbers::pi * hertz * seconds + 0.3);
}

/// Ten seconds of a sine of one frequency at rate, brought to 80 Hz.
std::vector<double> sine_at_80(double hertz, double rate) {
    std::vector<double> x;
    for (int i = 0; i < static_cast<int>(10 * rate); ++i) {
        x.push_back(sine(hertz, i / rate));
    }
    return change_rate(x, Hertz{rate}, Hertz{80}, to_80);
}

/// The largest difference, away from the ends, to a sine of that amplitude at times i / 80.
double worst(const std::vector<double>& y, double hertz, double amplitude) {
    double most = 0;
    for (std::size_t i = 100; i + 100 < y.size(); ++i) {
        const double wanted = amplitude * sine(hertz, static_cast<double>(i) / 80);
        most = std::max(most, std::abs(y[i] - wanted));
    }
    return most;
}

} // namespace

TEST_CASE("At another rate a sine of the pass band stands where it stood") {
    for (const double rate : {1000.0, 500.0, 360.0, 257.0, 250.0, 128.0, 100.0}) {
        for (const double hertz : {0.5, 5.0, 20.0, 36.0}) {
            INFO(hertz << " Hz at " << rate << " Hz");
            CHECK(worst(sine_at_80(hertz, rate), hertz, 1) < 1e-4);
        }
    }
}

TEST_CASE("At another rate a sine of the stop band is gone, 80 dB down") {
    for (const double rate : {1000.0, 500.0, 360.0, 257.0, 250.0, 128.0, 100.0}) {
        for (const double hertz : {40.0, 44.0, 50.0, 60.0, 79.0, 81.0, 100.0, 119.0}) {
            if (hertz < rate / 2) {
                INFO(hertz << " Hz at " << rate << " Hz");
                CHECK(worst(sine_at_80(hertz, rate), hertz, 0) < 1e-4);
            }
        }
    }
}

TEST_CASE("A change of rate to a higher one keeps the pass band and adds nothing") {
    std::vector<double> x;
    for (int i = 0; i < 800; ++i) {
        x.push_back(sine(30, i / 80.0));
    }

    const std::vector<double> y = change_rate(x, Hertz{80}, Hertz{500}, to_80);

    REQUIRE(y.size() == 799 * 25 / 4 + 1);
    for (std::size_t i = 600; i + 600 < y.size(); ++i) {
        REQUIRE(y[i] == Approx(sine(30, static_cast<double>(i) / 500)).margin(1e-4));
    }
}

TEST_CASE("A change of rate leaves a constant alone, to the ends") {
    for (const double v :
         change_rate(std::vector<double>(700, 1.5), Hertz{360}, Hertz{80}, to_80)) {
        CHECK(v == Approx(1.5));
    }
}

TEST_CASE("After a change of rate the signal is as long as it was, and none is none") {
    const auto count = [](std::size_t samples, double rate) {
        return change_rate(std::vector<double>(samples, 0), Hertz{rate}, Hertz{80}, to_80).size();
    };
    CHECK(count(5000, 500) == 800);
    CHECK(count(225000, 250) == 72000);
    CHECK(count(1, 250) == 1);
    CHECK(count(0, 250) == 0);
}

TEST_CASE("An impulse comes out of a change of rate where it went in") {
    std::vector<double> x(4001, 0);
    x[2000] = 1; // 4 s at 500 Hz

    const std::vector<double> y = change_rate(x, Hertz{500}, Hertz{80}, to_80);

    for (std::size_t k = 1; k < 100; ++k) {
        CHECK(y[320 + k] == Approx(y[320 - k]).margin(1e-15));
        CHECK(std::abs(y[320 + k]) < y[320]);
    }
}
