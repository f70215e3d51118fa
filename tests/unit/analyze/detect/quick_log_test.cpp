#include "analyze/detect/quick_log.hpp"
#include "support/catch.hpp"

#include <cmath>

using ecg::analyze::log_of_zero;
using ecg::analyze::log_share;
using ecg::analyze::quick_log;

TEST_CASE("The quick logarithm is the logarithm to 1e-6") {
    for (double x = 1e-30; x < 1e30; x *= 1.0137) {
        const auto value = static_cast<float>(x);
        const double exact = std::log(static_cast<double>(value));
        INFO(x);
        CHECK(std::abs(static_cast<double>(quick_log(value)) - exact) <
              1e-6 * std::max(1.0, std::abs(exact)));
    }
    CHECK(quick_log(1) == 0);
    CHECK(quick_log(0) == log_of_zero);
    CHECK(quick_log(-1) == log_of_zero);
}

TEST_CASE("A share with nothing is out of bounds") {
    CHECK(log_share(quick_log(1), quick_log(0)) == 3);
    CHECK(log_share(quick_log(0), quick_log(1)) == -3);
}
