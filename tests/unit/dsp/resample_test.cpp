#include "dsp/principal.hpp"
#include "dsp/resample.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <numbers>

using namespace ecg::dsp;

TEST_CASE("Up-sampling keeps the samples and puts a sine between them") {
    const double w = 2 * std::numbers::pi * 0.3; // 0.6 of Nyquist
    std::vector<double> x(200);
    for (std::size_t i = 0; i < x.size(); ++i) {
        x[i] = std::sin(w * static_cast<double>(i));
    }

    const std::vector<double> fine = upsample(x, 6);

    REQUIRE(fine.size() == 1200);
    for (std::size_t k = 200; k < 1000; ++k) {
        CHECK(fine[k] == Approx(std::sin(w * static_cast<double>(k) / 6)).margin(0.002));
    }
}

TEST_CASE("Up-sampling leaves a constant alone, to the ends") {
    for (const double v : upsample(std::vector<double>(20, 1.5), 7)) {
        CHECK(v == Approx(1.5));
    }
}

TEST_CASE("Block means count the shorter last block too") {
    const std::vector<double> means = block_means(std::vector<double>{1, 3, 5, 7, 9}, 2);
    REQUIRE(means.size() == 3);
    CHECK(means[0] == 2);
    CHECK(means[1] == 6);
    CHECK(means[2] == 9);
}

TEST_CASE("Between samples a quadratic is met exactly, and the ends are held") {
    std::vector<double> x(10);
    for (std::size_t i = 0; i < x.size(); ++i) {
        const auto t = static_cast<double>(i);
        x[i] = 2 + 3 * t - t * t;
    }
    CHECK(value_at(x, 4.3) == Approx(2 + 3 * 4.3 - 4.3 * 4.3));
    CHECK(value_at(x, 5) == Approx(x[5]));
    CHECK(value_at(x, -3) == Approx(x[0]));
    CHECK(value_at(x, 50) == Approx(x[9]));
}

TEST_CASE("Values in a row are those at each index, inside and over the ends") {
    std::vector<double> x;
    for (int i = 0; i < 40; ++i) {
        x.push_back(std::sin(0.7 * i));
    }
    for (const double first : {-2.6, 0.0, 3.25, 20.5}) {
        for (const std::size_t stride : {1U, 3U}) {
            const auto row = values_from(x, first, 8, stride);
            REQUIRE(row.size() == 8);
            for (std::size_t k = 0; k < row.size(); ++k) {
                CHECK(row[k] ==
                      Approx(value_at(x, first + static_cast<double>(k * stride))).margin(1e-12));
            }
        }
    }
}

TEST_CASE("The top of a parabola is found between its samples") {
    std::vector<double> x(7);
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double t = static_cast<double>(i) - 3.2;
        x[i] = -t * t;
    }
    CHECK(parabola_peak(x, 3) == Approx(3.2));
    CHECK(parabola_peak(x, 0) == 0);
    CHECK(parabola_peak(std::vector<double>{1, 2, 3}, 1) == 1);
}

TEST_CASE("Signals that are copies of one have one direction, their sizes") {
    const std::vector<double> x{1, -2, 3, 0.5};
    const std::vector<double> twice{2, -4, 6, 1};
    const std::vector<double> against{-2, 4, -6, -1};

    const auto directions = principal_directions({x, twice, against}, 1);

    REQUIRE(directions.size() == 1);
    const double sign = directions[0][1] > 0 ? 1 : -1;
    CHECK(directions[0][0] == Approx(sign * 1.0 / 3));
    CHECK(directions[0][1] == Approx(sign * 2.0 / 3));
    CHECK(directions[0][2] == Approx(sign * -2.0 / 3));
}

TEST_CASE("There are no more directions than signals") {
    const std::vector<double> x{1, 2, 3};
    CHECK(principal_directions({x}, 3).size() == 1);
}

TEST_CASE("A curve of block means is subtracted as its cubic has it at each sample") {
    for (const std::size_t block : {1U, 2U, 5U, 25U}) {
        std::vector<double> curve(12);
        for (std::size_t k = 0; k < curve.size(); ++k) {
            curve[k] = std::sin(0.7 * static_cast<double>(k));
        }
        std::vector<double> signal(curve.size() * block - block / 3, 0);

        subtract_curve(signal, curve, block);

        for (std::size_t i = 0; i < signal.size(); ++i) {
            const double place = (static_cast<double>(i) + 0.5) / static_cast<double>(block) - 0.5;
            INFO("block " << block << " sample " << i);
            CHECK(signal[i] == Approx(-value_at(curve, place)).margin(1e-12));
        }
    }
}
