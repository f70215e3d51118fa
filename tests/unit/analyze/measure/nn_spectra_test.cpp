#include "analyze/measure/nn_spectra.hpp"
#include "dsp/spectrum.hpp"
#include "nn_series.hpp"

using namespace ecg;
using test::beats_apart;
using test::breathing;
using test::changing;
using test::close_to;
using test::known_series;
using test::unbroken;
using test::wave;

namespace {

const HrvSettings usual;

analyze::NnSpectra spectra_of(const Beats& beats) {
    return analyze::describe_spectra(analyze::select_nn(beats, {}, usual).kept, usual);
}

} // namespace

TEST_CASE("A wave of 50 ms at 0.1 Hz is 1250 ms2 of LF and next to no HF, by either method") {
    for (const Seconds duration : {Seconds{120}, Seconds{300}, Seconds{1500}}) {
        const auto spectra = spectra_of(breathing(50, 0.1, duration));

        CAPTURE(duration.count());
        CHECK(*spectra.welch.lf == Approx(1250).epsilon(0.01));
        CHECK(*spectra.lomb_scargle.lf == Approx(1250).epsilon(0.02)); // has no window
        CHECK(*spectra.welch.hf < 6);
        CHECK(*spectra.lomb_scargle.hf < 20);
        CHECK(*spectra.welch.lf_nu > 99.5);
        CHECK(*spectra.lomb_scargle.lf_nu > 98.5);
    }
}

TEST_CASE("A wave of 5 ms at 0.1 Hz is 12.5 ms2 of LF to 0.5 %") {
    const auto spectra = spectra_of(breathing(5, 0.1, Seconds{400}));

    CHECK(*spectra.welch.lf == Approx(12.5).epsilon(0.005));
    CHECK(*spectra.lomb_scargle.lf == Approx(12.5).epsilon(0.005));
}

TEST_CASE(
    "A wave of 30 ms at 0.25 Hz is 450 ms2 of HF; the spline takes some of it, Lomb does not") {
    const auto spectra = spectra_of(breathing(30, 0.25, Seconds{300}));

    CHECK(*spectra.welch.hf == Approx(450).epsilon(0.05));
    CHECK(*spectra.lomb_scargle.hf == Approx(450).epsilon(0.01));
    CHECK(*spectra.welch.lf < 4.5);
    CHECK(*spectra.lomb_scargle.lf < 4.5);
}

TEST_CASE("A slow wave of 40 ms at 0.02 Hz is 800 ms2 of VLF, and total power is all bands") {
    const auto spectra = spectra_of(breathing(40, 0.02, Seconds{620}));

    CHECK(*spectra.welch.vlf == Approx(800).epsilon(0.01));
    CHECK(*spectra.lomb_scargle.vlf == Approx(800).epsilon(0.02));
    CHECK(*spectra.welch.total ==
          Approx(*spectra.welch.vlf + *spectra.welch.lf + *spectra.welch.hf));
}

TEST_CASE("Two waves are told apart, and LF/HF is the ratio of their powers") {
    const auto spectra = spectra_of(
        changing([](double t) { return wave(20, 0.09, t) + wave(10, 0.24, t); }, Seconds{900}));

    CHECK(*spectra.lomb_scargle.lf == Approx(200).epsilon(0.01));
    CHECK(*spectra.lomb_scargle.hf == Approx(50).epsilon(0.02));
    CHECK(*spectra.lomb_scargle.lf_hf == Approx(4).epsilon(0.02));
    CHECK(*spectra.lomb_scargle.lf_nu == Approx(80).epsilon(0.01));
    CHECK(*spectra.lomb_scargle.hf_nu == Approx(20).epsilon(0.02));
    CHECK(*spectra.welch.lf == Approx(200).epsilon(0.01));
    CHECK(*spectra.welch.hf == Approx(50).epsilon(0.05));
}

TEST_CASE("An even rhythm has no power, and no ratio of powers") {
    const auto spectra = spectra_of(beats_apart(std::vector<double>(400, 800)));

    CHECK(*spectra.welch.hf == Approx(0).margin(1e-9));
    CHECK(*spectra.lomb_scargle.total == Approx(0).margin(1e-9));
    CHECK_FALSE(spectra.welch.lf_hf);
    CHECK_FALSE(spectra.welch.lf_nu);
    CHECK_FALSE(spectra.lomb_scargle.lf_hf);
}

TEST_CASE("Welch's powers are scipy's for the same settings, to 0.1 %") {
    const auto many = analyze::describe_spectra(unbroken(known_series(1500)), usual);
    CHECK(many.segment->count() == 300);
    CHECK(many.segments == 8);
    CHECK(*many.welch.vlf == close_to(1626.503726));
    CHECK(*many.welch.lf == close_to(808.552540));
    CHECK(*many.welch.hf == close_to(330.298742));

    const auto one = analyze::describe_spectra(unbroken(known_series(330)), usual);
    CHECK(one.segment->count() == 296);
    CHECK(one.segments == 1);
    CHECK(*one.welch.lf == close_to(772.043868));
    CHECK(*one.welch.hf == close_to(331.892345));
}

TEST_CASE("Lomb and Scargle's powers are scipy's for the same settings, to 0.1 %") {
    const auto many = analyze::describe_spectra(unbroken(known_series(1500)), usual);
    CHECK(*many.lomb_scargle.vlf == close_to(1369.306527));
    CHECK(*many.lomb_scargle.lf == close_to(848.044075));
    CHECK(*many.lomb_scargle.hf == close_to(352.560001));

    const auto one = analyze::describe_spectra(unbroken(known_series(330)), usual);
    CHECK(*one.lomb_scargle.lf == close_to(815.867847));
    CHECK(*one.lomb_scargle.hf == close_to(358.320266));
}

TEST_CASE("The powers are sums of the densities that are handed on, over each band") {
    for (const double seconds : {70.0, 133.0, 304.0, 1500.0}) {
        const auto spectra = spectra_of(changing(
            [](double t) { return wave(30, 0.09, t) + wave(20, 0.24, t); }, Seconds{seconds}));
        CAPTURE(seconds);
        REQUIRE(spectra.densities);

        const HrvSpectrum& densities = *spectra.densities;
        CHECK(densities.step.value == Approx(1 / spectra.segment->count()));
        for (const auto& [density, powers] :
             {std::pair{densities.welch, spectra.welch},
              std::pair{densities.lomb_scargle, spectra.lomb_scargle}}) {
            const dsp::Spectrum spectrum{densities.step, density, 1};
            CHECK(density.size() ==
                  static_cast<std::size_t>(std::ceil(0.4 / densities.step.value)));
            CHECK(dsp::band_power(spectrum, usual.hf_from, usual.hf_to) == *powers.hf);
            if (powers.lf) {
                CHECK(dsp::band_power(spectrum, usual.lf_from, usual.hf_from) == *powers.lf);
            }
            if (powers.vlf) {
                CHECK(dsp::band_power(spectrum, usual.vlf_from, usual.lf_from) == *powers.vlf);
            }
        }
    }
    CHECK_FALSE(spectra_of(breathing(50, 0.1, Seconds{50})).densities);
}

TEST_CASE("HF takes one minute, LF two, VLF and the total five") {
    const auto of_length = [](double seconds) {
        return spectra_of(breathing(50, 0.1, Seconds{seconds}));
    };

    CHECK_FALSE(of_length(56).segment);
    CHECK_FALSE(of_length(56).welch.hf);
    CHECK(of_length(60).welch.hf);
    CHECK(of_length(60).lomb_scargle.hf);
    CHECK_FALSE(of_length(116).welch.lf);
    CHECK_FALSE(of_length(116).lomb_scargle.lf_hf);
    CHECK(of_length(120).welch.lf);
    CHECK_FALSE(of_length(296).welch.vlf);
    CHECK_FALSE(of_length(296).lomb_scargle.total);
    CHECK(of_length(300).welch.vlf);
    CHECK(of_length(300).lomb_scargle.total);
    CHECK_FALSE(of_length(300).lomb_scargle.ulf);
}

TEST_CASE("ULF takes eighteen hours, and is Lomb and Scargle's alone") {
    constexpr double hour = 3600;
    const auto slow = [](double t) { return wave(60, 0.001, t) + wave(20, 0.1, t); };

    const auto day = spectra_of(changing(slow, Seconds{18.1 * hour}));

    CHECK(*day.lomb_scargle.ulf == Approx(1800).epsilon(0.01));
    CHECK(*day.lomb_scargle.lf == Approx(200).epsilon(0.02));
    CHECK(*day.lomb_scargle.total > 2000);
    CHECK_FALSE(day.welch.ulf);
    CHECK_FALSE(spectra_of(changing(slow, Seconds{17.9 * hour})).lomb_scargle.ulf);
}

TEST_CASE("A few ectopic beats do not spoil the spectrum") {
    Beats beats = breathing(50, 0.1, Seconds{300});
    for (const std::size_t i : {40U, 133U, 211U}) {
        beats[i].label = BeatClass::V;
        beats[i].time -= Seconds{0.3};
    }

    const auto spectra = spectra_of(beats);

    CHECK(*spectra.welch.lf == Approx(1250).epsilon(0.05));
    CHECK(*spectra.lomb_scargle.lf == Approx(1250).epsilon(0.05));
    CHECK(*spectra.welch.hf < 25);
    CHECK(*spectra.lomb_scargle.hf < 50);
}

TEST_CASE("The spline does not swing where intervals were left out") {
    Beats beats =
        changing([](double t) { return wave(40, 0.25, t) + (std::fmod(t, 20) < 1 ? 90.0 : 0.0); },
                 Seconds{600});
    for (std::size_t i = 10; i + 10 < beats.size(); i += 13) {
        beats[i].label = BeatClass::V;
        beats[i].time -= Seconds{0.3};
    }

    const auto spectra = spectra_of(beats);

    CHECK(*spectra.welch.total < 1.25 * *spectra.lomb_scargle.total);
}

TEST_CASE("A long hole parts the spectrum; the longest stretch decides what is given") {
    Beats beats = breathing(50, 0.1, Seconds{180});
    std::erase_if(beats,
                  [](const Beat& b) { return b.time > Seconds{90} && b.time < Seconds{100}; });
    for (Beat& beat : beats) {
        beat.after_gap = beat.time >= Seconds{100} && beat.time < Seconds{101.2};
    }

    const auto spectra = spectra_of(beats);

    CHECK_FALSE(spectra.welch.lf);
    CHECK(spectra.welch.hf);
    CHECK(spectra.longest_stretch.count() == Approx(89).margin(1.5));
}

TEST_CASE("A rate below 48 a minute has no power beyond half the rate of its beats") {
    std::vector<double> rr;
    for (int i = 0; i < 300; ++i) {
        rr.push_back(1600 + 40 * (i % 2 == 0 ? 1 : -1));
    }

    const auto spectra = spectra_of(beats_apart(rr));

    CHECK(*spectra.lomb_scargle.total <= 1700);
}
