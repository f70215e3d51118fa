#include "accuracy/noise_stress.hpp"
#include "support/catch.hpp"

#include <cmath>

using namespace ecg;
using namespace ecg::accuracy;

namespace {

constexpr double rate = 100;

/// Eight minutes of silence but for one pulse a second, 2 mV from low to high.
Recording pulses() {
    Recording recording;
    recording.rate = SampleRate{Hertz{rate}};
    std::vector<double> samples(48000, 0);
    for (std::size_t i = 50; i < samples.size(); i += 100) {
        samples[i] = 1.5;
        samples[i + 2] = -0.5;
    }
    recording.leads.push_back({"I", Lead::I, samples});
    return recording;
}

Reference annotated_pulses() {
    Reference reference;
    for (double t = 0.5; t < 480; t += 1) {
        reference.beats.push_back({Seconds{t}, 'N'});
    }
    return reference;
}

/// ± 1 mV in turn, and a level that does not count.
Recording square_noise() {
    Recording noise;
    noise.rate = SampleRate{Hertz{rate}};
    std::vector<double> samples(999);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        samples[i] = i % 2 == 0 ? 1 : -1;
    }
    noise.leads.push_back({"noise", std::nullopt, samples});
    return noise;
}

} // namespace

TEST_CASE("Noise comes from five minutes on, two minutes in four") {
    const auto spans = noisy_spans(Seconds{700});

    REQUIRE(spans.size() == 2);
    CHECK(spans[0].from == Seconds{300});
    CHECK(spans[0].to == Seconds{420});
    CHECK(spans[1].from == Seconds{540});
    CHECK(spans[1].to == Seconds{660});
}

TEST_CASE("Noise is as strong as asked against an eighth of the squared QRS height") {
    const Recording clean = pulses();

    const Recording noisy = with_noise(clean, annotated_pulses(), square_noise(), 6);

    const double power = 2.0 * 2.0 / 8 / std::pow(10, 0.6);
    double squares = 0;
    for (std::size_t i = 30000; i < 42000; ++i) {
        const double added = noisy.leads[0].samples[i] - clean.leads[0].samples[i];
        squares += added * added;
    }
    CHECK(squares / 12000 == Approx(power).epsilon(0.001));
    CHECK(noisy.leads[0].samples[29999] == clean.leads[0].samples[29999]);
    CHECK(noisy.leads[0].samples[42000] == clean.leads[0].samples[42000]);
}
