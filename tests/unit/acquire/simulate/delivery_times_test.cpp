#include "acquire/simulate/delivery_times.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::acquire;
using namespace std::chrono_literals;

TEST_CASE("Bytes go out when they are complete") {
    CHECK(DeliveryTimes{0ms, {}}.delivery(Seconds{0.5}) == Seconds{0.5});
}

TEST_CASE("In bursts they wait for the next multiple") {
    const DeliveryTimes times{16ms, {}};

    CHECK(times.delivery(Seconds{0.002}).count() == Approx(0.016));
    CHECK(times.delivery(Seconds{0.016}).count() == Approx(0.016));
    CHECK(times.delivery(Seconds{0.018}).count() == Approx(0.032));
}

TEST_CASE("What is complete in a stall goes out at its end") {
    const DeliveryTimes times{0ms, {{TimedKind::stall, 1s, 3s}}};

    CHECK(times.delivery(Seconds{1}) == Seconds{1});
    CHECK(times.delivery(Seconds{1.002}) == Seconds{3});
    CHECK(times.delivery(Seconds{3}) == Seconds{3});
    CHECK(times.delivery(Seconds{3.002}) == Seconds{3.002});
}
