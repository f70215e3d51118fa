#include "dsp/spectrum.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <numbers>
#include <thread>

using namespace ecg;

namespace {

std::vector<double> sine(double amplitude, double hz, double rate, std::size_t count) {
    std::vector<double> samples(count);
    for (std::size_t i = 0; i < count; ++i) {
        samples[i] =
            amplitude * std::sin(2 * std::numbers::pi * hz * static_cast<double>(i) / rate + 0.3);
    }
    return samples;
}

/// The sum as it is defined, one bin at a time.
std::complex<double> bin_by_definition(const std::vector<double>& samples, std::size_t k) {
    std::complex<double> sum = 0;
    for (std::size_t m = 0; m < samples.size(); ++m) {
        const double turn =
            static_cast<double>(k * m % samples.size()) / static_cast<double>(samples.size());
        sum += samples[m] * std::polar(1.0, -2 * std::numbers::pi * turn);
    }
    return sum;
}

} // namespace

TEST_CASE("The transform of an impulse is 1 at every frequency") {
    dsp::RealTransform transform{8};

    const auto bins = transform.forward(std::vector<double>{1, 0, 0, 0, 0, 0, 0, 0});

    REQUIRE(bins.size() == 5);
    for (const auto& bin : bins) {
        CHECK(bin.real() == Approx(1));
        CHECK(std::abs(bin.imag()) < 1e-15);
    }
}

TEST_CASE("The transform agrees with its definition at any length, primes and 1 among them") {
    for (const std::size_t count : {1U, 2U, 7U, 30U, 97U, 360U}) {
        std::vector<double> samples(count);
        for (std::size_t i = 0; i < count; ++i) {
            samples[i] = static_cast<double>((i * i + 3 * i) % 11) - 4.5;
        }
        dsp::RealTransform transform{count};

        const auto bins = transform.forward(samples);

        REQUIRE(bins.size() == count / 2 + 1);
        for (std::size_t k = 0; k < bins.size(); ++k) {
            CAPTURE(count, k);
            CHECK(std::abs(bins[k] - bin_by_definition(samples, k)) < 1e-9);
        }
    }
}

TEST_CASE("A transform made where another of its size was gives the same numbers again") {
    const auto bins_of = [](std::size_t count) {
        dsp::RealTransform transform{count};
        const auto bins = transform.forward(sine(1, 3, 100, count));
        return std::vector<std::complex<double>>{bins.begin(), bins.end()};
    };
    const auto first = bins_of(200);
    for (std::size_t count = 100; count < 130; ++count) { // more sizes than are kept
        bins_of(count);
    }

    CHECK(bins_of(200) == first);
}

TEST_CASE("Welch's density of a sine of amplitude A holds the power A squared over 2") {
    const double amplitude = 3;
    for (const double hz : {5.0, 10.37, 40.0}) {
        const auto spectrum = dsp::welch(sine(amplitude, hz, 250, 5000), Hertz{250}, 500);

        CAPTURE(hz);
        CHECK(spectrum.step.value == Approx(0.5));
        CHECK(spectrum.segments == 19);
        CHECK(dsp::band_power(spectrum, Hertz{0}, Hertz{126}) ==
              Approx(amplitude * amplitude / 2).epsilon(0.005));
        CHECK(dsp::band_power(spectrum, Hertz{hz - 1.5}, Hertz{hz + 1.6}) ==
              Approx(amplitude * amplitude / 2).epsilon(0.01));
        CHECK(dsp::band_power(spectrum, Hertz{hz + 5}, Hertz{126}) < 1e-3);
    }
}

TEST_CASE("Welch's density does not depend on the segment's length or the rate") {
    const double power_a =
        dsp::band_power(dsp::welch(sine(1, 12, 100, 3000), Hertz{100}, 200), Hertz{0}, Hertz{60});
    const double power_b =
        dsp::band_power(dsp::welch(sine(1, 12, 400, 9000), Hertz{400}, 1777), Hertz{0}, Hertz{300});

    CHECK(power_a == Approx(0.5).epsilon(0.005));
    CHECK(power_b == Approx(0.5).epsilon(0.005));
}

TEST_CASE("Welch's mean square of an alternating signal stands in the last bin, counted once") {
    std::vector<double> samples(400);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        samples[i] = i % 2 == 0 ? 1 : -1;
    }

    const auto spectrum = dsp::welch(samples, Hertz{100}, 100);

    CHECK(dsp::band_power(spectrum, Hertz{0}, Hertz{51}) == Approx(1).epsilon(1e-9));
}

TEST_CASE("A constant has no power, whatever its level") {
    const auto spectrum = dsp::welch(std::vector<double>(300, 1e6), Hertz{100}, 100);

    CHECK(dsp::band_power(spectrum, Hertz{0}, Hertz{51}) < 1e-9);
}

TEST_CASE("Welch has no density when not one segment fits") {
    const std::vector<double> samples(99, 1.0);

    CHECK(dsp::welch(samples, Hertz{100}, 100).density.empty());
    CHECK(dsp::welch(samples, Hertz{100}, 1).density.empty());
    CHECK(dsp::welch({}, Hertz{100}, 10).density.empty());
    CHECK(dsp::welch(samples, Hertz{100}, 99).segments == 1);
}

TEST_CASE("Transforms made and used by several threads give the same bytes") {
    const std::vector<double> samples = sine(1, 7, 100, 1000);
    const auto alone = dsp::welch(samples, Hertz{100}, 333).density;
    std::vector<std::vector<double>> results(4);

    std::vector<std::thread> threads;
    for (auto& result : results) {
        threads.emplace_back([&] { result = dsp::welch(samples, Hertz{100}, 333).density; });
    }
    for (auto& thread : threads) {
        thread.join();
    }

    for (const auto& result : results) {
        CHECK(result == alone);
    }
}
