#include "serve/clock.hpp"
#include "support/catch.hpp"

using namespace ecg::serve;
using namespace std::chrono_literals;

TEST_CASE("A clock that is set back does not turn back time") {
    Moment set = moment_of(1'000'000);
    std::chrono::microseconds running = 0s;
    const Clock clock = forward_clock([&] { return set; }, [&] { return running; });

    CHECK(clock() == moment_of(1'000'000));
    set = moment_of(1'000'005);
    running = 5s;
    CHECK(clock() == moment_of(1'000'005));
    set = moment_of(900'000); // somebody sets it
    running = 6s;
    CHECK(clock() == moment_of(1'000'006));
    running = 16s;
    CHECK(clock() == moment_of(1'000'016)); // and yet time goes on
}

TEST_CASE("A clock that is set forward is followed") {
    Moment set = moment_of(1'000'000);
    std::chrono::microseconds running = 0s;
    const Clock clock = forward_clock([&] { return set; }, [&] { return running; });

    set = moment_of(2'000'000);
    running = 1s;
    CHECK(clock() == moment_of(2'000'000));
    running = 3s;
    CHECK(clock() == moment_of(2'000'002));
}

TEST_CASE("The server's clock is that of the system and goes forward") {
    const Clock clock = forward_clock();

    const Moment first = clock();
    const Moment second = clock();

    CHECK(first.microseconds > 1'700'000'000'000'000);
    CHECK(second >= first);
}
