#include "dsp/lomb_scargle.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <numbers>

using namespace ecg;

namespace {

constexpr double turn = 2 * std::numbers::pi;

/// Unevenly spaced, about a second apart.
std::vector<double> uneven(std::size_t count) {
    std::vector<double> times;
    for (std::size_t i = 0; i < count; ++i) {
        times.push_back(5 + static_cast<double>(i) + 0.3 * std::sin(static_cast<double>(i * i)));
    }
    return times;
}

/// Scargle's formula, one frequency at a time.
double by_definition(const std::vector<double>& times, const std::vector<double>& y, double hz) {
    double sines = 0;
    double cosines = 0;
    for (const double t : times) {
        sines += std::sin(2 * turn * hz * t);
        cosines += std::cos(2 * turn * hz * t);
    }
    const double tau = std::atan2(sines, cosines) / (2 * turn * hz);
    double yc = 0;
    double cc = 0;
    double ys = 0;
    double ss = 0;
    for (std::size_t i = 0; i < times.size(); ++i) {
        const double c = std::cos(turn * hz * (times[i] - tau));
        const double s = std::sin(turn * hz * (times[i] - tau));
        yc += y[i] * c;
        cc += c * c;
        ys += y[i] * s;
        ss += s * s;
    }
    return (yc * yc / cc + ys * ys / ss) / 2;
}

} // namespace

TEST_CASE("Lomb's periodogram is Scargle's formula at every frequency") {
    const std::vector<double> times = uneven(200);
    std::vector<double> values;
    for (std::size_t i = 0; i < times.size(); ++i) {
        values.push_back(static_cast<double>((i * i * 7 + 3 * i) % 23) - 11);
    }

    const auto power = dsp::lomb_scargle(times, values, Hertz{0.005}, 90);

    REQUIRE(power.size() == 90);
    for (std::size_t k = 1; k <= 90; ++k) {
        CAPTURE(k);
        CHECK(power[k - 1] ==
              Approx(by_definition(times, values, 0.005 * static_cast<double>(k))).epsilon(1e-9));
    }
}

TEST_CASE("A sine of amplitude A stands out with A squared times n over 4") {
    const std::vector<double> times = uneven(400);
    std::vector<double> values;
    for (const double t : times) {
        values.push_back(3 * std::sin(turn * 0.1 * t + 0.7));
    }

    const auto power = dsp::lomb_scargle(times, values, Hertz{0.0025}, 160);

    CHECK(power[39] == Approx(9 * 400 / 4.0).epsilon(0.01));
    CHECK(power[60] < 9);
}

TEST_CASE("Times that tell no sine from none give no infinite power") {
    const auto power = dsp::lomb_scargle(std::vector{0.0, 1.0, 2.0, 3.0},
                                         std::vector{1.0, -1.0, 1.0, -1.0}, Hertz{0.5}, 2);

    CHECK(power[0] == Approx(2));
    CHECK(std::isfinite(power[1]));
    CHECK(dsp::lomb_scargle({}, {}, Hertz{0.5}, 3) == std::vector<double>(3, 0.0));
}
