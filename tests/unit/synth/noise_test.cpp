#include "support/catch.hpp"
#include "synth_support.hpp"

using namespace ecg;
using namespace ecg::synth;

namespace {

SynthSettings with(const Noise& noise, double rate, double seconds) {
    SynthSettings settings;
    settings.rate = {rate};
    settings.duration = Seconds{seconds};
    settings.noise = noise;
    return settings;
}

} // namespace

TEST_CASE("At 80 Hz the mains fold to 30 Hz unless they are filtered") {
    Noise noise;
    noise.powerline = {0.1};
    noise.antialias = false;
    const auto folded = test::noise_alone(with(noise, 80, 4))[0];
    CHECK(test::amplitude_at(folded, 30, 80) == Approx(0.1).epsilon(0.1));
    CHECK(test::amplitude_at(folded, 10, 80) == Approx(0.02).epsilon(0.5)); // 150 - 2 * 80
    CHECK(test::amplitude_at(folded, 20, 80) < 0.01);

    noise.powerline_frequency = {60};
    const auto american = test::noise_alone(with(noise, 80, 4))[0];
    CHECK(test::amplitude_at(american, 20, 80) == Approx(0.1).margin(0.025)); // and 180 - 2 * 80
    CHECK(test::amplitude_at(american, 30, 80) < 0.01);

    noise.antialias = true;
    CHECK(test::rms(test::noise_alone(with(noise, 80, 4))[0]) == 0);
}

TEST_CASE("At 250 Hz an anti-alias filter takes only the third harmonic of the mains") {
    Noise noise;
    noise.powerline = {0.1};
    const auto filtered = test::noise_alone(with(noise, 250, 4))[1];
    CHECK(test::amplitude_at(filtered, 50, 250) == Approx(0.1).epsilon(0.1));
    CHECK(test::amplitude_at(filtered, 100, 250) < 0.002);

    noise.antialias = false;
    const auto folded = test::noise_alone(with(noise, 250, 4))[1];
    CHECK(test::amplitude_at(folded, 100, 250) == Approx(0.02).epsilon(0.2));
}

TEST_CASE("At 500 Hz the mains have their third harmonic, and drift") {
    Noise noise;
    noise.powerline = {0.1};
    const auto hum = test::noise_alone(with(noise, 500, 120))[0];
    const std::span all{hum};
    CHECK(test::amplitude_at(all.first(1000), 50, 500) == Approx(0.1).epsilon(0.05));
    CHECK(test::amplitude_at(all.first(1000), 150, 500) == Approx(0.02).epsilon(0.05));
    CHECK(test::amplitude_at(all, 50, 500) < 0.06); // smeared over a tenth of a hertz
}

TEST_CASE("White noise has the wanted rms in the leads that are recorded") {
    Noise noise;
    noise.white = {0.03};
    const auto leads = test::noise_alone(with(noise, 500, 20));
    for (const Lead lead : {Lead::I, Lead::II, Lead::V1, Lead::V6}) {
        CHECK(test::rms(leads[index_of(lead)]) == Approx(0.03).epsilon(0.05));
    }
}

TEST_CASE("Muscle noise has the wanted rms and nothing of low frequency") {
    for (const double rate : {80.0, 250.0, 1000.0}) {
        Noise noise;
        noise.muscle = {0.05};
        const auto x = test::noise_alone(with(noise, rate, 30))[0];
        CHECK(test::rms(x) == Approx(0.05).epsilon(0.06));
        double slow = 0;
        for (const double f : {0.5, 1.0, 2.0, 3.0}) {
            slow = std::max(slow, test::amplitude_at(x, f, rate));
        }
        CHECK(slow < 0.0005);
    }
}

TEST_CASE("Muscle bursts swell and leave rests between them") {
    Noise noise;
    noise.muscle_burst = {0.1};
    const auto x = test::noise_alone(with(noise, 500, 120))[index_of(Lead::V1)];
    int quiet = 0;
    double loudest = 0;
    for (std::size_t k = 0; k + 100 <= x.size(); k += 100) {
        const double level = test::rms(std::span{x}.subspan(k, 100));
        quiet += level < 1e-4 ? 1 : 0;
        loudest = std::max(loudest, level);
    }
    CHECK(loudest == Approx(0.1).epsilon(0.35));
    CHECK((quiet > 250 && quiet < 550)); // of 600
}

TEST_CASE("Wander is slow and of the wanted size") {
    Noise noise;
    noise.wander = {0.3};
    const auto x = test::noise_alone(with(noise, 250, 300))[1];
    CHECK(test::rms(x) == Approx(0.22).margin(0.06));
    std::vector<double> steps;
    for (std::size_t k = 250; k < x.size(); k += 25) { // tenths of a second
        steps.push_back(x[k] - x[k - 25]);
    }
    CHECK(test::rms(steps) < 0.06);
}

TEST_CASE("Electrode motion has the wanted ratio to the QRS over a long time") {
    SynthSettings settings = with({}, 100, 6000);
    settings.noise.motion_snr_db = 6;
    const double motion = test::rms(test::noise_alone(settings)[index_of(Lead::II)]);
    settings.noise.motion_snr_db = 26;
    const double less = test::rms(test::noise_alone(settings)[index_of(Lead::II)]);
    CHECK(motion / less == Approx(10).epsilon(0.001));

    settings.noise = {};
    settings.rate = {1000};
    settings.duration = Seconds{2};
    const auto [recording, truth] = synthesize(settings);
    const Waves& waves = truth.beats[0].waves;
    const auto& ii = test::samples_of(recording, Lead::II);
    const auto on = static_cast<std::size_t>(waves.qrs.onset->count() * 1000) + 1;
    const double qrs = test::rms(std::span{ii}.subspan(on, 90));
    CHECK(20 * std::log10(qrs / motion) == Approx(6).margin(0.7));
}
