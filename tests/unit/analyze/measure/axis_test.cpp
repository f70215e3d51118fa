#include "analyze/measure/axis.hpp"
#include "analyze/measure/limb_leads.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <numbers>

using namespace ecg;
using namespace ecg::analyze;

TEST_CASE("The axis of a dipole is its angle, all around") {
    for (double angle = -175; angle <= 180; angle += 5) {
        const double a = angle * std::numbers::pi / 180;
        const double i = std::cos(a);
        const double ii = std::cos(a - std::numbers::pi / 3);

        const auto axis = frontal_axis(i, ii - i / 2, 0.001);

        REQUIRE(axis.has_value());
        CHECK(std::remainder(axis->value - angle, 360) == Approx(0).margin(1e-9));
    }
}

TEST_CASE("An equiphasic wave has no axis") {
    CHECK_FALSE(frontal_axis(0.0001, -0.0001, 0.001).has_value());
}

TEST_CASE("Any two of I, II and III give the same pair") {
    const double i = 0.4;
    const double ii = 0.9;
    const auto pair_from = [&](Lead a, Lead b) {
        return frontal_pair([&](Lead lead) -> std::optional<double> {
            if (lead != a && lead != b) {
                return std::nullopt;
            }
            return lead == Lead::I     ? i
                   : lead == Lead::II  ? ii
                   : lead == Lead::III ? ii - i
                                       : ii - i / 2;
        });
    };
    for (const auto& [a, b] : {std::pair{Lead::I, Lead::II}, std::pair{Lead::I, Lead::III},
                               std::pair{Lead::II, Lead::III}, std::pair{Lead::I, Lead::aVF}}) {
        const auto pair = pair_from(a, b);
        REQUIRE(pair.has_value());
        CHECK(pair->i == Approx(0.4));
        CHECK(pair->avf == Approx(0.7));
    }
    CHECK_FALSE(pair_from(Lead::V1, Lead::II).has_value());
}
