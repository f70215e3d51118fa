#include "dsp/statistics.hpp"
#include "support/catch.hpp"

using namespace ecg::dsp;

TEST_CASE("The median of an even count lies between the two middle values") {
    CHECK(median({4, 1, 3, 2}) == Approx(2.5));
    CHECK(median({5, 1, 3}) == Approx(3));
    CHECK(median({7}) == Approx(7));
}

TEST_CASE("Quantiles are linear between neighbours") {
    CHECK(quantile({0, 10}, 0.25) == Approx(2.5));
    CHECK(quantile({0, 10}, 1) == Approx(10));
    CHECK(quantile({3, 1, 2}, 0) == Approx(1));
}

TEST_CASE("One outlier does not move the robust deviation") {
    std::vector<double> values;
    for (int i = -500; i <= 500; ++i) {
        values.push_back(i / 500.0);
    }
    const double before = robust_deviation(values);
    values.push_back(1e9);

    CHECK(before == Approx(0.5 * 1.4826).epsilon(0.01));
    CHECK(robust_deviation(values) == Approx(before).epsilon(0.01));
}

TEST_CASE("Correlation knows opposite, like and constant series") {
    const std::vector<double> up{1, 2, 3, 4};
    const std::vector<double> down{8, 6, 4, 2};
    const std::vector<double> flat{5, 5, 5, 5};

    CHECK(correlation(up, up) == Approx(1));
    CHECK(correlation(up, down) == Approx(-1));
    CHECK(correlation(up, flat) == 0);
}

TEST_CASE("A line through points on a line is that line") {
    const std::vector<double> x{0, 1, 5};
    const std::vector<double> y{2, 5, 17};

    const Line line = fit_line(x, y);

    CHECK(line.intercept == Approx(2));
    CHECK(line.slope == Approx(3));
}
