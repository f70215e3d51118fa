#include "formats/sample_unit.hpp"
#include "support/catch.hpp"

#include <cmath>

using namespace ecg::formats;

TEST_CASE("units of samples in millivolts") {
    CHECK(millivolts_per("mV") == 1.0);
    CHECK(millivolts_per(" UV ") == 1e-3);
    CHECK(millivolts_per("V") == 1e3);
    CHECK(*millivolts_per("adc:2.5") == Approx(0.0025));
    for (const char* wrong : {"", "mVV", "adc", "adc:", "adc:-1", "adc:nan", "adc:x", "nV", "kV"}) {
        CAPTURE(wrong);
        CHECK_FALSE(millivolts_per(wrong));
    }
}

TEST_CASE("rates below one hertz and above a hundred kilohertz are none") {
    CHECK(is_sampling_rate(1));
    CHECK(is_sampling_rate(100'000));
    for (const double wrong : {0.0, -500.0, 0.999, 100'000.1, std::nan(""), HUGE_VAL}) {
        CHECK_FALSE(is_sampling_rate(wrong));
    }
}
