#include "support/catch.hpp"
#include "sync/watch_pace.hpp"

using namespace ecg::sync;
using namespace std::chrono_literals;

namespace {

RunResult ended(RunEnd end, std::optional<std::chrono::milliseconds> next = {}) {
    RunResult result;
    result.end = end;
    result.next = next;
    return result;
}

} // namespace

TEST_CASE("With nothing left to do the next pass is the poll's, or that of what comes") {
    WatchPace pace{{}};
    CHECK(pace.wait() == 0ms);
    pace.passed(ended(RunEnd::done), 0ms, 0.5);
    CHECK(pace.wait() == 60s);
    CHECK(pace.wakes_for_items());
}

TEST_CASE("A next try is waited for, no longer than the poll, and others get the lock before it") {
    WatchPace pace{{}};
    pace.passed(ended(RunEnd::waiting, 7s), 0ms, 0.5);
    CHECK(pace.wait() == 7s);
    CHECK(pace.wakes_for_items());
    pace.passed(ended(RunEnd::waiting, 2h), 0ms, 0.5);
    CHECK(pace.wait() == 60s);
    pace.passed(ended(RunEnd::waiting, 0s), 0ms, 0.5);
    CHECK(pace.wait() == 100ms);
}

TEST_CASE("A server that is away is asked less and less often, whatever comes into the queue") {
    WatchPace pace{{}};
    for (const auto wait : {5s, 10s, 20s, 40s, 80s, 160s, 300s, 300s, 300s}) {
        pace.passed(ended(RunEnd::offline), 0ms, 1);
        CHECK(pace.wait() == wait);
        CHECK_FALSE(pace.wakes_for_items());
    }
    pace.passed(ended(RunEnd::done), 0ms, 1);
    pace.passed(ended(RunEnd::offline), 0ms, 1);
    CHECK(pace.wait() == 5s);
}

TEST_CASE("Chance never makes it spin") {
    WatchPace pace{{}};
    pace.passed(ended(RunEnd::offline), 0ms, 0);
    CHECK(pace.wait() == 1s);
    pace.failed(0);
    CHECK(pace.wait() == 1s);
}

TEST_CASE("What the server asks for is kept, however long") {
    WatchPace pace{{}};
    pace.passed(ended(RunEnd::offline, 24h), 0ms, 0.5);
    CHECK(pace.wait() == 24h);
    pace.passed(ended(RunEnd::offline, 1s), 0ms, 1);
    CHECK(pace.wait() == 10s);
}

TEST_CASE("A server that does not know us is not asked every few seconds") {
    WatchPace pace{{}};
    pace.passed(ended(RunEnd::denied), 0ms, 1);
    CHECK(pace.wait() == 1min);
    for (int i = 0; i < 20; ++i) {
        pace.passed(ended(RunEnd::denied), 0ms, 1);
    }
    CHECK(pace.wait() == 1h);
    CHECK_FALSE(pace.wakes_for_items());
    pace.reset();
    CHECK(pace.wait() == 0ms);
}

TEST_CASE("Outside its hours it sleeps until they begin, and looks at the clock meanwhile") {
    WatchPace pace{{}};
    pace.passed(ended(RunEnd::closed), 30s, 0.5);
    CHECK(pace.wait() == 30s);
    CHECK_FALSE(pace.wakes_for_items());
    pace.passed(ended(RunEnd::closed), 9h, 0.5);
    CHECK(pace.wait() == 60s);
    pace.passed(ended(RunEnd::closed), 0s, 0.5);
    CHECK(pace.wait() == 1s);
}

TEST_CASE("Another that is at work, and a disk that fails, are waited for") {
    WatchPace pace{{}};
    pace.was_busy();
    CHECK(pace.wait() == 1s);
    for (const auto wait : {5s, 10s, 20s}) {
        pace.failed(1);
        CHECK(pace.wait() == wait);
    }
}
