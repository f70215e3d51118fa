#include "support/catch.hpp"
#include "support/monitor_cases.hpp"

#include <cmath>
#include <string>

using namespace ecg;
using namespace ecg::test;

TEST_CASE("The rhythms that monitors are tested with have their rates, and no tall T counts") {
    for (const double rate : {80.0, 250.0, 500.0}) {
        for (const MonitorCase& one : monitor_cases(Hertz{rate})) {
            for (const char* lead : {"", "II", "I", "V5"}) {
                CAPTURE(rate, one.name, std::string{lead});
                CHECK(found_rate(one, lead).value_or(0) ==
                      Approx(one.rate_bpm).margin(one.allowed));
            }
        }
    }
}
