#include "dsp/cubic_spline.hpp"
#include "support/catch.hpp"

#include <cmath>

using namespace ecg;

TEST_CASE("The spline passes through its points") {
    const std::vector<double> x{0, 1, 2.5, 4, 4.5};
    const std::vector<double> y{1, -2, 3, 0.5, 7};

    const auto values = dsp::cubic_spline(x, y, x);

    for (std::size_t i = 0; i < x.size(); ++i) {
        CHECK(values[i] == Approx(y[i]));
    }
}

TEST_CASE("The spline through points of a straight line is that line") {
    const std::vector<double> x{0, 1, 2.5, 4};
    const std::vector<double> y{3, 5, 8, 11};

    const auto values = dsp::cubic_spline(x, y, std::vector{0.25, 1.7, 3.9});

    CHECK(values[0] == Approx(3.5));
    CHECK(values[1] == Approx(6.4));
    CHECK(values[2] == Approx(10.8));
}

TEST_CASE("Two points make a straight line") {
    const auto values =
        dsp::cubic_spline(std::vector{1.0, 3.0}, std::vector{2.0, 6.0}, std::vector{2.0});

    CHECK(values.front() == Approx(4));
}

TEST_CASE("The natural spline through 0, 1, 0 is 11/16 half way to its top") {
    const std::vector<double> x{0, 1, 2};
    const std::vector<double> y{0, 1, 0};

    const auto values = dsp::cubic_spline(x, y, std::vector{0.5, 1.5});

    CHECK(values[0] == Approx(11.0 / 16)); // curvature at the top is -3
    CHECK(values[1] == Approx(11.0 / 16));
}
