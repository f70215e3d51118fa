#include "acquire/simulate/fault_list.hpp"
#include "common/error.hpp"
#include "support/catch.hpp"

#include <string>

using namespace ecg;
using namespace ecg::acquire;

TEST_CASE("A list of faults has shares, moments and switches in any order") {
    const FaultList list = parse_faults("unplug@20+3,drop=1%, split,hit=1.6%,stall@4+0.5,reboot@9");

    CHECK(list.drop == Approx(0.01));
    CHECK(list.hit == Approx(0.016));
    CHECK(list.flip == 0);
    CHECK(list.split);
    CHECK_FALSE(list.boot_text);
    REQUIRE(list.timed.size() == 3);
    CHECK(list.timed[0].kind == TimedKind::stall);
    CHECK(list.timed[0].to == Seconds{4.5});
    CHECK(list.timed[1].kind == TimedKind::reboot);
    CHECK(list.timed[2].kind == TimedKind::unplug);
    CHECK(list.timed[2].from == Seconds{20});
}

TEST_CASE("No list is no fault") {
    CHECK(parse_faults("").timed.empty());
    CHECK(parse_faults("").drop == 0);
}

TEST_CASE("A fault that is none is refused by name") {
    for (const char* item :
         {"drop", "drop=1", "drop=101%", "drop=-1%", "drop=x%", "lose=1%", "stall@4", "stall@-1+2",
          "unplug@1+", "reboot@1+2", "nap@1+2", "splits"}) {
        CAPTURE(item);
        CHECK_THROWS_WITH(parse_faults("split," + std::string{item}),
                          Catch::Contains("--faults " + std::string{item} + ": "));
    }
    CHECK_THROWS_AS(parse_faults("split,"), Error);
}
