#include "support/catch.hpp"
#include "synth/exact_math.hpp"
#include "synth/random.hpp"

#include <numbers>

using namespace ecg::synth;

TEST_CASE("Sine, exponential and logarithm are those of the library to a few last bits") {
    for (int k = -4000; k <= 4000; ++k) {
        const double x = k * 0.00131;
        CHECK(sin_turns(x) == Approx(std::sin(2 * std::numbers::pi * x)).margin(2e-14));
        CHECK(cos_turns(x) == Approx(std::cos(2 * std::numbers::pi * x)).margin(2e-14));
        CHECK(exact_exp(10 * x) == Approx(std::exp(10 * x)).epsilon(1e-13));
    }
    for (double x = 1e-9; x < 1e9; x *= 1.7) {
        CHECK(exact_log(x) == Approx(std::log(x)).epsilon(1e-14));
    }
}

TEST_CASE("Sines of whole and quarter turns are exact") {
    CHECK(sin_turns(0) == 0);
    CHECK(sin_turns(7) == 0);
    CHECK(sin_turns(0.5) == 0);
    CHECK(sin_turns(0.25) == 1);
    CHECK(cos_turns(0.25) == 0);
}

TEST_CASE("The random numbers of a seed never change") {
    Random random{1, Stream::rhythm};
    const std::uint64_t first = random.bits();
    const std::uint64_t second = random.bits();
    CHECK(first == 0xbaa24e21d05c2935U);
    CHECK(second == 0x19ac350577648864U);
}

TEST_CASE("Normal numbers have mean 0, deviation 1 and a normal's tails") {
    Random random{7, Stream::white};
    double sum = 0;
    double squares = 0;
    int beyond_two = 0;
    constexpr int count = 200000;
    for (int k = 0; k < count; ++k) {
        const double x = random.normal();
        sum += x;
        squares += x * x;
        beyond_two += std::abs(x) > 2 ? 1 : 0;
    }
    CHECK(sum / count == Approx(0).margin(0.01));
    CHECK(squares / count == Approx(1).margin(0.015));
    CHECK(beyond_two / static_cast<double>(count) == Approx(0.0455).margin(0.002));
}

TEST_CASE("Two streams of one seed are not alike") {
    Random a{1, Stream::white};
    Random b{1, Stream::muscle};
    double product = 0;
    for (int k = 0; k < 20000; ++k) {
        product += a.normal() * b.normal();
    }
    CHECK(product / 20000 == Approx(0).margin(0.03));
}
