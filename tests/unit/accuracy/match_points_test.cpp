#include "accuracy/match_points.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::accuracy;

TEST_CASE("A found point is taken for the reference point that it lies nearest to") {
    const std::vector<double> reference{1.0, 1.2};
    const std::vector<double> found{1.11};

    const Matching matching = match_points(reference, found);

    CHECK_FALSE(matching.of_reference[0]);
    REQUIRE(matching.of_reference[1]);
    CHECK(matching.of_reference[1]->found == 0);
    CHECK(matching.of_reference[1]->error_ms == Approx(-90));
}

TEST_CASE("Closest pairs go first, and each point is used once") {
    // 1.09 lies between both; 1.0 gets what is left of its own.
    const std::vector<double> reference{1.0, 1.1};
    const std::vector<double> found{0.9, 1.09};

    const Matching matching = match_points(reference, found);

    REQUIRE(matching.of_reference[0]);
    CHECK(matching.of_reference[0]->error_ms == Approx(-100));
    CHECK(matching.of_reference[1]->error_ms == Approx(-10));
    CHECK(matching.used == std::vector<bool>{true, true});
}

TEST_CASE("The edge of the window is inside, and what lies beyond is no match") {
    const std::vector<double> reference{1.0, 3.0};
    const std::vector<double> found{1.15, 3.151};

    const Matching matching = match_points(reference, found);

    CHECK(matching.of_reference[0]);
    CHECK_FALSE(matching.of_reference[1]);
    CHECK(matching.used == std::vector<bool>{true, false});
}

TEST_CASE("Where nothing was found everything is missed") {
    const std::vector<double> reference{1.0, 3.0};
    const Matching matching = match_points(reference, {});
    CHECK_FALSE(matching.of_reference[0]);
    CHECK_FALSE(matching.of_reference[1]);
    CHECK(matching.used.empty());
}
