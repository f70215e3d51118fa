#include "analyze/measure/p_terminal.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <numbers>
#include <vector>

using namespace ecg::analyze;

namespace {

/// The end of a P from 100 to 200 ms, of half sines of those heights, on a slope.
std::optional<TerminalPart> terminal(double rate_hz, double first_mv, double last_mv,
                                     double share = 0.5, double slope_mv = 0, double noise_mv = 0) {
    std::vector<double> lead;
    for (int k = 0; k < static_cast<int>(0.3 * rate_hz); ++k) {
        const double x = (k * 1000 / rate_hz - 100) / 100;
        double v = slope_mv * x;
        if (x > 0 && x < share) {
            v += first_mv * std::sin(std::numbers::pi * x / share);
        } else if (x > 0 && x < 1) {
            v += last_mv * std::sin(std::numbers::pi * (x - share) / (1 - share));
        }
        lead.push_back(v);
    }
    return terminal_part({lead, 0.1 * rate_hz, 0.2 * rate_hz, noise_mv, rate_hz});
}

} // namespace

TEST_CASE("The terminal part of a biphasic P has the depth and the length that were drawn") {
    for (const double rate : {250.0, 360.0, 500.0, 960.0, 1000.0}) {
        for (const double slope : {0.0, 0.03, -0.03}) {
            INFO(rate << " Hz, on a slope of " << slope << " mV");
            const auto part = terminal(rate, 0.08, -0.1, 0.6, slope);
            REQUIRE(part);
            CHECK(part->depth_mv == Approx(-0.1).margin(0.003));
            CHECK(part->duration_ms == Approx(40).margin(1.5));
        }
    }
}

TEST_CASE("A P that ends upright has a terminal part of nothing") {
    for (const auto& part : {terminal(500, 0.1, 0.1), terminal(500, -0.1, 0.08)}) {
        REQUIRE(part);
        CHECK(part->depth_mv == 0);
        CHECK(part->duration_ms == 0);
    }
}

TEST_CASE("A P that points down is terminal as a whole") {
    const auto part = terminal(500, -0.1, -0.1, 1);
    REQUIRE(part);
    CHECK(part->depth_mv == Approx(-0.1).margin(0.002));
    CHECK(part->duration_ms == Approx(100).margin(1.5));
}

TEST_CASE("A P that does not stand out is not measured") {
    CHECK_FALSE(terminal(500, 0.01, -0.01));
    CHECK_FALSE(terminal(500, 0, 0));
    CHECK_FALSE(terminal(500, 0.08, -0.1, 0.5, 0, 0.07));
    CHECK_FALSE(terminal_part({std::vector<double>(10), 3, 3, 0, 500}));
}
