#include "support/catch.hpp"
#include "sync/back_off.hpp"

using namespace ecg::sync;
using namespace std::chrono_literals;

TEST_CASE("Waits double up to the longest, and chance picks within them") {
    const BackOff five{5s, 1h};
    CHECK(wait_before_next(five, 1, 1, {}) == 5s);
    CHECK(wait_before_next(five, 2, 1, {}) == 10s);
    CHECK(wait_before_next(five, 4, 1, {}) == 40s);
    CHECK(wait_before_next(five, 4, 0.5, {}) == 20s);
    CHECK(wait_before_next(five, 4, 0, {}) == 0s);
    CHECK(wait_before_next(five, 1000, 1, {}) == 1h);
}

TEST_CASE("No wait is shorter than what the server asked for") {
    CHECK(wait_before_next({5s, 1h}, 1, 1, 90s) == 90s);
    CHECK(wait_before_next({5s, 1h}, 6, 1, 90s) == 160s);
}
