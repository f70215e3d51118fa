#include "analyze/measure/qrs_shape.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <numbers>
#include <random>
#include <vector>

using namespace ecg::analyze;

namespace {

/// A raised cosine: ms, ms, mV.
struct Bump {
    double peak, half, height;
};

struct Drawn {
    double rate_hz = 500;
    double noise_mv = 0;
    double stated_noise_mv = 0.001;
};

/// A QRS of bumps between 50 and 150 ms, against a ground of 0.3 mV.
class Complex {
public:
    explicit Complex(const std::vector<Bump>& bumps, const Drawn& drawn = {}) : drawn_{drawn} {
        std::mt19937 random{3};
        std::normal_distribution<double> noise{0, 1};
        for (int k = 0; k < static_cast<int>(0.2 * drawn.rate_hz); ++k) {
            double v = 0.3 + drawn.noise_mv * noise(random);
            for (const Bump& bump : bumps) {
                const double d = std::abs(k * 1000 / drawn.rate_hz - bump.peak) / bump.half;
                v += d < 1 ? bump.height / 2 * (1 + std::cos(std::numbers::pi * d)) : 0;
            }
            lead_.push_back(v);
        }
    }

    [[nodiscard]] QrsOfLead qrs() const {
        const double ms = drawn_.rate_hz / 1000;
        return {lead_, 0.3, 50 * ms, 150 * ms, drawn_.stated_noise_mv, drawn_.rate_hz};
    }

    [[nodiscard]] std::optional<double> r_ms() const {
        const auto peak = last_r_peak(qrs());
        return peak ? std::optional{*peak * 1000 / drawn_.rate_hz} : std::nullopt;
    }

    [[nodiscard]] std::vector<double> notches_ms() const {
        std::vector<double> found = notches(qrs());
        for (double& notch : found) {
            notch *= 1000 / drawn_.rate_hz;
        }
        return found;
    }

private:
    Drawn drawn_;
    std::vector<double> lead_;
};

const std::vector<Bump> qrs_complex{{62, 12, -0.1}, {90, 25, 1.2}, {125, 20, -0.3}};
const std::vector<Bump> notched_r{{80, 25, 1.0}, {115, 25, 0.9}};

} // namespace

TEST_CASE("R peaks where it was drawn, whatever the rate") {
    for (const double rate : {250.0, 360.0, 500.0, 1000.0}) {
        INFO(rate << " Hz");
        CHECK(*Complex(qrs_complex, {.rate_hz = rate}).r_ms() == Approx(90).margin(0.7));
    }
}

TEST_CASE("The last R counts: R' of rSR', and the second top of a notched R") {
    CHECK(*Complex({{65, 15, 0.3}, {90, 15, -0.6}, {120, 20, 0.5}}).r_ms() ==
          Approx(120).margin(1));
    CHECK(*Complex(notched_r).r_ms() == Approx(115).margin(1));
    // but not a small r' behind a tall R
    CHECK(*Complex({{75, 20, 1.2}, {105, 15, -0.3}, {130, 12, 0.1}}).r_ms() ==
          Approx(75).margin(1));
}

TEST_CASE("A QS complex has no R peak, nor has a straight line") {
    CHECK_FALSE(Complex({{100, 40, -1}}).r_ms());
    CHECK_FALSE(Complex(std::vector<Bump>{}).r_ms());
}

TEST_CASE("A notch of R, S or Q is found where it lies, and a clean complex has none") {
    CHECK(Complex(qrs_complex).notches_ms().empty());

    const auto of_r = Complex(notched_r).notches_ms();
    REQUIRE(of_r.size() == 1);
    CHECK(of_r[0] == Approx(97.5).margin(2));

    const auto of_qs = Complex({{80, 25, -1.0}, {120, 25, -0.8}}).notches_ms();
    REQUIRE(of_qs.size() == 1);
    CHECK(of_qs[0] == Approx(100).margin(3));

    CHECK(Complex({{70, 14, 0.8}, {95, 14, 0.8}, {120, 14, 0.8}}).notches_ms().size() == 2);
}

TEST_CASE("Noise makes no notch, and a slur that does not turn back is none") {
    const Drawn noisy{.noise_mv = 0.01, .stated_noise_mv = 0.01};
    CHECK(Complex(qrs_complex, noisy).notches_ms().empty());
    CHECK(Complex(notched_r, noisy).notches_ms().size() == 1);
    const Drawn loud{.noise_mv = 0, .stated_noise_mv = 0.2}; // the notch is 0.7 mV deep
    CHECK(Complex(notched_r, loud).notches_ms().empty());
    CHECK(Complex({{90, 30, 1.2}, {112, 28, 0.4}}).notches_ms().empty());
}

TEST_CASE("A wave that crosses the level is another wave, not a notch") {
    const Complex rsr({{65, 15, 0.3}, {90, 15, -0.6}, {120, 20, 0.5}});
    CHECK(rsr.notches_ms().empty());
    CHECK(deflections(rsr.qrs()).size() == 3);
}
