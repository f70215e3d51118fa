#include "analyze/delineate/foot.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <numbers>
#include <vector>

using namespace ecg::analyze;

namespace {

/// sin² of a height from one index to another, zero elsewhere, on a level.
std::vector<double> lobe(double from, double to, double height, double level = 0) {
    std::vector<double> y(200, level);
    for (std::size_t i = 0; i < y.size(); ++i) {
        const double u = (static_cast<double>(i) - from) / (to - from);
        if (u > 0 && u < 1) {
            const double s = std::sin(std::numbers::pi * u);
            y[i] += height * s * s;
        }
    }
    return y;
}

} // namespace

TEST_CASE("Both feet of a sin² lobe are found to a tenth of a sample, up or down") {
    for (const double height : {0.1, 2.0, -0.3}) {
        const auto y = lobe(50.4, 100.4, height);
        CHECK(foot_of(y, 75, {0, 0, 0}).value() == Approx(50.4).margin(0.1));
        CHECK(foot_of(y, 75, {0, 0, 199}).value() == Approx(100.4).margin(0.1));
    }
}

TEST_CASE("A lobe's feet are where it leaves its own level") {
    const auto y = lobe(50, 100, 0.2, 0.5);
    CHECK(foot_of(y, 75, {0.5, 0, 0}).value() == Approx(50).margin(0.1));
}

TEST_CASE("A flank that never falls has no foot") {
    std::vector<double> plateau(200, 1.0);
    CHECK_FALSE(foot_of(plateau, 100, {0, 0, 0}).has_value());
    CHECK_FALSE(foot_of(plateau, 100, {1, 0, 0}).has_value());
}

TEST_CASE("A departure is told from the square root of what rises") {
    std::vector<double> y(100, 0);
    for (std::size_t i = 41; i < y.size(); ++i) {
        const double t = static_cast<double>(i) - 40.3;
        y[i] = 0.001 * t * t;
    }
    std::size_t start = 0;
    while (y[start] < 0.02) {
        ++start;
    }
    CHECK(departure(y, start, 0.02, 15) == Approx(40.3).margin(0.05));
}

TEST_CASE("A departure lies at most the reach before where it can be seen") {
    std::vector<double> y(100, 0);
    for (std::size_t i = 0; i < y.size(); ++i) {
        y[i] = 0.02 + (i < 50 ? 0 : 0.01 * static_cast<double>(i - 50));
    }
    CHECK(departure(y, 54, 0.06, 5) == Approx(49));
}
