#include "acquire/pacer.hpp"
#include "support/catch.hpp"

#include <chrono>

using namespace ecg;
using Clock = std::chrono::steady_clock;

TEST_CASE("At ten times the speed a fifth of a second takes a fiftieth") {
    const auto start = Clock::now();
    const acquire::Pacer pacer{10.0};

    pacer.wait_until(Seconds{0.2});

    CHECK(Clock::now() - start >= std::chrono::milliseconds{20});
}

TEST_CASE("Without a speed nobody waits") {
    const auto start = Clock::now();
    const acquire::Pacer pacer{std::nullopt};

    pacer.wait_until(Seconds{3600});

    CHECK(Clock::now() - start < std::chrono::seconds{60});
}
