#include "analyze/delineate/network_input.hpp"
#include "drawn_beat.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::analyze;

namespace {

double spread_out(double share) {
    return std::asinh(20 * share) / 3;
}

} // namespace

TEST_CASE("The delineator sees each lead in units of its own QRS and of the usual one") {
    const double usual = std::sqrt((1.0 + 0.25) / 2); // rms of QRS of 1 and -0.5 mV

    const dsp::Feature input = network_input(drawn_beat());

    REQUIRE(input.leads == 2);
    REQUIRE(input.channels == input_channels);
    REQUIRE(input.samples == window_samples);
    CHECK(input.channel(0, 0)[125] == Approx(1));
    CHECK(input.channel(1, 0)[125] == Approx(-1));
    CHECK(input.channel(0, 0)[85] == Approx(0.15));
    CHECK(input.channel(1, 0)[85] == Approx(0.2));
    CHECK(input.channel(0, 1)[125] == Approx(spread_out(1 / usual)));
    CHECK(input.channel(1, 1)[200] == Approx(spread_out(-0.2 / usual)));
}

TEST_CASE("The delineator sees in every lead the rms of all") {
    const double usual = std::sqrt((1.0 + 0.25) / 2);

    const dsp::Feature input = network_input(drawn_beat());

    for (std::size_t lead = 0; lead < 2; ++lead) {
        CHECK(input.channel(lead, 3)[125] == Approx(spread_out(1)));
        CHECK(input.channel(lead, 3)[200] ==
              Approx(spread_out(std::sqrt((0.09 + 0.04) / 2) / usual)));
    }
}

TEST_CASE("The delineator sees nothing where the beat has no samples of its own") {
    BeatOnGrid beat = drawn_beat();
    beat.leads[0][20] = 5; // the beat before

    const dsp::Feature input = network_input(beat);

    for (std::size_t k = 0; k < window_samples; ++k) {
        CHECK(input.channel(0, 2)[k] == (beat.inside[k] ? 1.0F : 0.0F));
        for (const std::size_t channel : {0U, 1U, 3U, 4U}) {
            if (!beat.inside[k]) {
                REQUIRE(input.channel(0, channel)[k] == 0);
            }
        }
    }
}

TEST_CASE("A level under the beat is not seen") {
    BeatOnGrid raised = drawn_beat();
    for (float& v : raised.leads[0]) {
        v += 0.5F;
    }

    const dsp::Feature level = network_input(drawn_beat());
    const dsp::Feature input = network_input(raised);

    for (std::size_t i = 0; i < input.values.size(); ++i) {
        REQUIRE(input.values[i] == Approx(level.values[i]).margin(1e-5));
    }
}

TEST_CASE("A single beat has neither scatter nor number") {
    BeatOnGrid beat = drawn_beat();
    beat.beats = 1;
    beat.scatter.assign(2, std::vector<float>(window_samples));
    beat.rr_spread = 0;

    const dsp::Feature input = network_input(beat);

    for (const std::size_t channel : {4U, 5U, 6U}) {
        for (std::size_t k = 0; k < window_samples; ++k) {
            REQUIRE(input.channel(1, channel)[k] == 0);
        }
    }
}

TEST_CASE("Scatter counts in units of the usual QRS, beats by their logarithm, up to a limit") {
    BeatOnGrid beat = drawn_beat();
    const double usual = std::sqrt((1.0 + 0.25) / 2);

    const dsp::Feature of_four = network_input(beat);
    beat.beats = 100;
    beat.rr_spread = 3;
    const dsp::Feature of_many = network_input(beat);

    CHECK(of_four.channel(0, 4)[100] == Approx(spread_out(0.01 / usual)));
    CHECK(of_four.channel(0, 5)[100] == Approx(0.5));
    CHECK(of_four.channel(0, 6)[100] == Approx(0.25));
    CHECK(of_many.channel(0, 5)[100] == 1);
    CHECK(of_many.channel(0, 6)[100] == 1);
}

TEST_CASE("A lead that is nearly flat stays nearly flat") {
    BeatOnGrid beat = drawn_beat();
    beat.leads[1] = drawn_lead(0, 0.001, 0);

    const dsp::Feature input = network_input(beat);

    CHECK(std::abs(input.channel(1, 0)[125]) < 0.05);
}

TEST_CASE("The unit of the samples is not seen") {
    const dsp::Feature millivolts = network_input(drawn_beat());
    for (const float scale : {1e-3F, 1e3F}) {
        const dsp::Feature input = network_input(scaled(drawn_beat(), scale));
        for (std::size_t i = 0; i < input.values.size(); ++i) {
            REQUIRE(input.values[i] == Approx(millivolts.values[i]).margin(1e-5));
        }
    }
}
