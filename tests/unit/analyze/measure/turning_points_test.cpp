#include "analyze/measure/turning_points.hpp"
#include "support/catch.hpp"

#include <vector>

using namespace ecg::analyze;

TEST_CASE("Peaks and troughs come in turn, those of the noise are none") {
    const std::vector<double> values{0, 1, 2, 3, 2.9, 3.1, 1, 0.9, 1, -2, -1.9, 2, 0};

    const auto turns = turning_points(values, 1);

    REQUIRE(turns.size() == 3);
    CHECK(turns[0].index == 5);
    CHECK(turns[0].peak);
    CHECK(turns[0].depth == Approx(3.1));
    CHECK(turns[1].index == 9);
    CHECK_FALSE(turns[1].peak);
    CHECK(turns[1].depth == Approx(4));
    CHECK(turns[2].index == 11);
    CHECK(turns[2].depth == Approx(2));
}

TEST_CASE("The ends of a curve are no turns, and a turn needs two changes") {
    CHECK(turning_points(std::vector<double>{}, 1).empty());
    CHECK(turning_points(std::vector<double>{5}, 1).empty());
    CHECK(turning_points(std::vector<double>{0, 1, 2, 3}, 1).empty());
    CHECK(turning_points(std::vector<double>{3, 0, 0, 0}, 1).empty());
    CHECK(turning_points(std::vector<double>{0, 0.5, -3}, 1).empty());
    CHECK(turning_points(std::vector<double>{0, 2, 1.5}, 1).empty());
    CHECK(turning_points(std::vector<double>{0, 2, 1}, 1).size() == 1);
}
