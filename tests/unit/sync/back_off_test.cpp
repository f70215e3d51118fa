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

TEST_CASE("What is left of a wait runs out, and counts for nothing when the clock was set back") {
    const ecg::UtcTime next{1'000'000};
    CHECK(wait_left(next, 60s, {950'000}) == 50s);
    CHECK(wait_left(next, 60s, {940'000}) == 60s);
    CHECK(wait_left(next, 60s, {939'999}) == 0s);
    CHECK(wait_left(next, 60s, {1'000'000}) == 0s);
    CHECK(wait_left(next, 60s, {2'000'000}) == 0s);
    CHECK(wait_left(next, 60s, {-1'000'000'000}) == 0s);
}
