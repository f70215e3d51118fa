#include "common/error.hpp"
#include "dsp/filters.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <numbers>

using namespace ecg;
using namespace ecg::dsp;

namespace {

std::vector<double> sine(double frequency, double rate, std::size_t count) {
    std::vector<double> x(count);
    for (std::size_t i = 0; i < count; ++i) {
        x[i] = std::sin(2 * std::numbers::pi * frequency * static_cast<double>(i) / rate);
    }
    return x;
}

/// Gain and phase at frequency, from the middle of a filtered sine.
std::pair<double, double> response(const Sections& sections, double frequency, double rate) {
    const auto n = static_cast<std::size_t>(40 * rate);
    std::vector<double> x = sine(frequency, rate, n);
    filter_zero_phase(sections, x, static_cast<std::size_t>(2 * rate));
    double in_phase = 0;
    double quadrature = 0;
    const auto from = n / 4;
    const auto to = from + static_cast<std::size_t>(20 * rate);
    for (std::size_t i = from; i < to; ++i) {
        const double w = 2 * std::numbers::pi * frequency * static_cast<double>(i) / rate;
        in_phase += 2 * x[i] * std::sin(w) / static_cast<double>(to - from);
        quadrature += 2 * x[i] * std::cos(w) / static_cast<double>(to - from);
    }
    return {std::hypot(in_phase, quadrature), std::atan2(quadrature, in_phase)};
}

} // namespace

TEST_CASE("A Butterworth filter run both ways halves the amplitude at its cutoff") {
    for (const int order : {2, 4, 6}) {
        CHECK(response(butterworth_low_pass(order, Hertz{20}, Hertz{250}), 20, 250).first ==
              Approx(0.5).epsilon(0.01));
        CHECK(response(butterworth_high_pass(order, Hertz{5}, Hertz{250}), 5, 250).first ==
              Approx(0.5).epsilon(0.01));
    }
}

TEST_CASE("Forth and back leaves no phase, and never turns a signal over") {
    for (const int order : {2, 4}) {
        const auto [gain, phase] =
            response(butterworth_high_pass(order, Hertz{0.5}, Hertz{500}), 10, 500);
        CHECK(gain == Approx(1).epsilon(0.01));
        CHECK(phase == Approx(0).margin(0.001));
    }
}

TEST_CASE("Far from the cutoff what should pass passes and what should stop stops") {
    const Sections low = butterworth_low_pass(4, Hertz{10}, Hertz{500});
    CHECK(response(low, 1, 500).first == Approx(1).epsilon(0.001));
    CHECK(response(low, 100, 500).first < 1e-5);
}

TEST_CASE("A notch takes one frequency and spares its neighbours") {
    const Sections cut = notch(Hertz{50}, Hertz{1.5}, Hertz{500});
    CHECK(response(cut, 50, 500).first < 0.01);
    CHECK(response(cut, 40, 500).first == Approx(1).epsilon(0.03));
    CHECK(response(cut, 10, 500).first == Approx(1).epsilon(0.001));
}

TEST_CASE("A constant stays a constant, to the ends") {
    std::vector<double> x(50, 3.25);
    filter_zero_phase(butterworth_low_pass(4, Hertz{2}, Hertz{100}), x, 200);
    for (const double v : x) {
        CHECK(v == Approx(3.25));
    }
}

TEST_CASE("A signal of one sample or none is left as it is") {
    std::vector<double> one{1.5};
    filter_zero_phase(butterworth_low_pass(2, Hertz{2}, Hertz{100}), one, 10);
    CHECK(one.front() == 1.5);
    std::vector<double> none;
    filter_zero_phase(butterworth_low_pass(2, Hertz{2}, Hertz{100}), none, 10);
    CHECK(none.empty());
}

TEST_CASE("Trap D4: filters of order 1 to 5 pass 10 Hz upright and without a shift") {
    for (const int order : {1, 2, 3, 4, 5}) {
        INFO("order " << order);
        const auto [high, high_phase] =
            response(butterworth_high_pass(order, Hertz{0.5}, Hertz{250}), 10, 250);
        const auto [low, low_phase] =
            response(butterworth_low_pass(order, Hertz{60}, Hertz{250}), 10, 250);
        CHECK(high == Approx(1).margin(0.01));
        CHECK(high_phase == Approx(0).margin(1e-3));
        CHECK(low == Approx(1).margin(0.03));
        CHECK(low_phase == Approx(0).margin(1e-3));
    }
}

TEST_CASE("Trap D4: each order of a filter run both ways halves the amplitude at its cutoff") {
    for (const int order : {1, 3, 5}) {
        CHECK(response(butterworth_low_pass(order, Hertz{20}, Hertz{250}), 20, 250).first ==
              Approx(0.5).margin(0.01));
        CHECK(response(butterworth_high_pass(order, Hertz{5}, Hertz{250}), 5, 250).first ==
              Approx(0.5).margin(0.01));
    }
}

TEST_CASE("Trap D3: a filter beyond half of the rate is refused, and the alias is named") {
    const auto message = [](const auto& make) {
        try {
            make();
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::usage);
            return std::string{error.what()};
        }
        return std::string{};
    };

    CHECK(message([] { notch(Hertz{50}, Hertz{1}, Hertz{80}); }) ==
          "filter at 50 Hz: a rate of 80 Hz holds what lies below 40 Hz and shows this at 30 Hz");
    CHECK(message([] { butterworth_low_pass(4, Hertz{52}, Hertz{100}); }) ==
          "filter at 52 Hz: a rate of 100 Hz holds what lies below 50 Hz and shows this at 48 Hz");
    CHECK(message([] { notch(Hertz{60}, Hertz{1}, Hertz{100}); }).ends_with("at 40 Hz"));
    CHECK_FALSE(message([] { butterworth_high_pass(2, Hertz{0}, Hertz{100}); }).empty());
    CHECK(message([] { notch(Hertz{50}, Hertz{1}, Hertz{125}); }).empty());
}
