#include "analyze/measure/end_of_t.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <functional>
#include <numbers>
#include <random>
#include <vector>

using namespace ecg;
using namespace ecg::analyze;

namespace {

constexpr double pi = std::numbers::pi;

/// mV over ms since the start.
using Shape = std::function<double(double)>;

/// A raised cosine of that half width around its peak.
Shape cosine(double height, double peak, double half) {
    return [=](double t) {
        const double d = std::abs(t - peak);
        return d < half ? height / 2 * (1 + std::cos(pi * d / half)) : 0.0;
    };
}

Shape gauss(double height, double peak, double sigma) {
    return [=](double t) {
        const double x = (t - peak) / sigma;
        return height * std::exp(-x * x / 2);
    };
}

Shape sum(const Shape& a, const Shape& b) {
    return [=](double t) { return a(t) + b(t); };
}

struct Drawn {
    double rate_hz = 500;
    double level_mv = 0;
    double noise_mv = 0;
    unsigned seed = 1;
    double onset_ms = 120;
    double offset_ms = 380;
    double limit_ms = 780;
};

/// Ends in ms of a T that was delineated from onset to offset.
struct Ends {
    std::optional<double> tangent, threshold;
    double uncertainty = 0;
};

Ends ends_of(const Shape& shape, const Drawn& drawn = {}) {
    std::vector<double> lead;
    std::mt19937 random{drawn.seed};
    std::normal_distribution<double> noise{0, 1};
    const double ms = drawn.rate_hz / 1000;
    for (int k = 0; k < static_cast<int>(900 * ms); ++k) {
        lead.push_back(shape(k / ms) + drawn.level_mv + drawn.noise_mv * noise(random));
    }
    const EndOfT end =
        end_of_t(lead, {drawn.onset_ms * ms, drawn.offset_ms * ms, drawn.limit_ms * ms,
                        drawn.level_mv, drawn.noise_mv, drawn.rate_hz, drawn.rate_hz});
    Ends found;
    found.tangent = end.tangent ? std::optional{*end.tangent / ms} : std::nullopt;
    found.threshold = end.threshold ? std::optional{*end.threshold / ms} : std::nullopt;
    found.uncertainty = end.tangent_uncertainty / ms;
    return found;
}

// A raised cosine is steepest half-way down, and its tangent there meets the ground at half / pi
// behind. Its slope is a sine, which has fallen to a fifth at asin(1/5) before its end.
double cosine_tangent(double peak, double half) {
    return peak + half / 2 + half / pi;
}

double cosine_threshold(double peak, double half) {
    return peak + half * (1 - std::asin(0.2) / pi);
}

} // namespace

TEST_CASE("The tangent to a raised cosine or a Gaussian meets the ground where a formula says") {
    for (const double rate : {250.0, 360.0, 500.0, 960.0, 1000.0}) {
        INFO(rate << " Hz");
        for (const double half : {70.0, 100.0, 130.0}) {
            const Ends ends = ends_of(cosine(0.4, 250, half), {.rate_hz = rate});
            REQUIRE(ends.tangent);
            CHECK(*ends.tangent == Approx(cosine_tangent(250, half)).margin(1.5));
            CHECK(*ends.threshold == Approx(cosine_threshold(250, half)).margin(3));
        }
        const Ends ends = ends_of(gauss(0.4, 250, 40), {.rate_hz = rate});
        CHECK(*ends.tangent == Approx(250 + 2 * 40).margin(1.5));
    }
}

TEST_CASE("An inverted T, another ground and another height make no difference to its end") {
    const double truth = cosine_tangent(250, 100);
    CHECK(*ends_of(cosine(-0.4, 250, 100)).tangent == Approx(truth).margin(1));
    CHECK(*ends_of(cosine(0.4, 250, 100), {.level_mv = -0.7}).tangent == Approx(truth).margin(1));
    CHECK(*ends_of(cosine(1.6, 250, 100)).tangent == Approx(truth).margin(1));
    CHECK(*ends_of(cosine(0.12, 250, 100)).tangent == Approx(truth).margin(1));
}

TEST_CASE("A U wave behind T does not lengthen it, be it apart or on T's foot") {
    const Shape t = cosine(0.4, 250, 100);
    for (const double peak : {420.0, 450.0, 480.0}) {
        for (const double height : {0.04, 0.1, -0.1}) {
            INFO("U of " << height << " mV at " << peak << " ms");
            const Ends ends = ends_of(sum(t, cosine(height, peak, 80)), {.offset_ms = 345});
            REQUIRE(ends.tangent);
            CHECK(*ends.tangent == Approx(cosine_tangent(250, 100)).margin(3));
            if (height > 0) { // an inverted U carries T's slope on through the ground
                CHECK(*ends.threshold == Approx(cosine_threshold(250, 100)).margin(10));
            }
        }
    }
}

TEST_CASE("A biphasic or a notched T ends with its last phase") {
    const Shape up_down = sum(cosine(0.3, 220, 60), cosine(-0.2, 330, 60));
    CHECK(*ends_of(up_down, {.offset_ms = 390}).tangent ==
          Approx(cosine_tangent(330, 60)).margin(1.5));
    const Shape down_up = sum(cosine(-0.15, 220, 60), cosine(0.25, 330, 60));
    CHECK(*ends_of(down_up, {.offset_ms = 390}).tangent ==
          Approx(cosine_tangent(330, 60)).margin(1.5));
    const Shape two_humps = sum(cosine(0.3, 220, 60), cosine(0.25, 310, 60));
    CHECK(*ends_of(two_humps, {.offset_ms = 370}).tangent ==
          Approx(cosine_tangent(310, 60)).margin(1.5));
}

TEST_CASE("A flat T has no end by tangent, nor has one in noise as high as itself") {
    CHECK_FALSE(ends_of(cosine(0.08, 250, 100)).tangent);
    CHECK_FALSE(ends_of(cosine(0.08, 250, 100)).threshold);
    CHECK_FALSE(ends_of(cosine(0.15, 250, 100), {.noise_mv = 0.05}).tangent);
    CHECK_FALSE(ends_of([](double) { return 0.0; }).tangent);
}

TEST_CASE("A T that the next wave cuts before it has come half-way down has no end") {
    CHECK_FALSE(ends_of(cosine(0.4, 250, 100), {.limit_ms = 290}).tangent);
    CHECK_FALSE(ends_of(cosine(0.4, 250, 100), {.limit_ms = 325}).tangent); // meets no ground
    CHECK(ends_of(cosine(0.4, 250, 100), {.limit_ms = 345}).tangent);
    CHECK_FALSE(ends_of(cosine(0.4, 250, 100), {.onset_ms = -5}).tangent);
    CHECK_FALSE(ends_of(cosine(0.4, 250, 100), {.onset_ms = 300, .offset_ms = 300}).tangent);
}

TEST_CASE("Two of three tangents in noise lie within the stated uncertainty") {
    const double truth = cosine_tangent(250, 100);
    for (const double noise : {0.005, 0.01}) {
        int inside = 0;
        double error = 0;
        constexpr unsigned draws = 300;
        for (unsigned seed = 0; seed < draws; ++seed) {
            const Ends ends = ends_of(cosine(0.4, 250, 100), {.noise_mv = noise, .seed = seed});
            REQUIRE(ends.tangent);
            error += (*ends.tangent - truth) / draws;
            inside += std::abs(*ends.tangent - truth) <= ends.uncertainty ? 1 : 0;
        }
        INFO(noise << " mV: " << inside << " of " << draws << ", mean error " << error << " ms");
        CHECK(std::abs(error) < 0.5);
        CHECK(inside > 0.60 * draws);
        CHECK(inside < 0.77 * draws);
    }
}
