#include "analyze/delineate/wave_match.hpp"
#include "dsp/resample.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <optional>
#include <random>

using namespace ecg;
using namespace ecg::analyze;

namespace {

constexpr double beat_seconds = 1;
constexpr int beat_count = 12;
constexpr WaveReach p_reach{130, 220}; // samples of the mean beat at 500 Hz, P in the middle

/// Two leads of beats a second apart from 1 s on, with a P wave 150 ms before each: by how much it
/// comes late in each beat; absent: no P. The QRS is not drawn.
struct Drawing {
    double rate_hz = 500;
    double noise = 0.002;
    std::vector<std::optional<double>> late = std::vector<std::optional<double>>(beat_count, 0.0);

    [[nodiscard]] FilteredRecording recording() const {
        FilteredRecording clean;
        clean.rate = SampleRate{Hertz{rate_hz}};
        clean.recorded = clean.rate;
        clean.start = Seconds{0};
        std::mt19937 random{3};
        std::normal_distribution<double> white{0, noise};
        for (const double share : {1.0, -0.6}) {
            LeadSignal lead{"L", std::nullopt, {}};
            const auto samples = static_cast<std::size_t>((beat_count + 1) * rate_hz);
            for (std::size_t i = 0; i < samples; ++i) {
                const double t = static_cast<double>(i) / rate_hz;
                double v = white(random);
                for (std::size_t b = 0; b < late.size(); ++b) {
                    const double at = static_cast<double>(b) + 1 - 0.15 + late[b].value_or(0);
                    const double z = (t - at) / 0.02;
                    v += late[b] ? 0.15 * share * std::exp(-z * z / 2) : 0;
                }
                lead.samples.push_back(v);
            }
            clean.leads.push_back(std::move(lead));
        }
        return clean;
    }

    [[nodiscard]] double place(int beat) const { return (beat + beat_seconds) * rate_hz; }
};

Beats beats() {
    Beats all(beat_count);
    for (int b = 0; b < beat_count; ++b) {
        all[static_cast<std::size_t>(b)].time = Seconds{b + beat_seconds};
    }
    return all;
}

/// The mean of all beats of a drawing at 500 Hz, from half a second before their fiducials.
AverageBeat mean_of(const Drawing& drawing) {
    const FilteredRecording clean = drawing.recording();
    AverageBeat mean;
    mean.rate_hz = drawing.rate_hz;
    mean.fiducial = drawing.rate_hz / 2;
    mean.length = static_cast<std::size_t>(drawing.rate_hz * 0.8);
    for (const LeadSignal& lead : clean.leads) {
        std::vector<double> sum(mean.length);
        for (int b = 0; b < beat_count; ++b) {
            const auto one =
                dsp::values_from(lead.samples, drawing.place(b) - mean.fiducial, mean.length);
            for (std::size_t k = 0; k < sum.size(); ++k) {
                sum[k] += one[k] / beat_count;
            }
        }
        mean.leads.push_back(sum);
        mean.usable.push_back(true);
    }
    for (std::size_t b = 0; b < beat_count; ++b) {
        mean.members.push_back(b);
    }
    return mean;
}

} // namespace

TEST_CASE("A wave that comes late in one beat is found where it is, to a millisecond") {
    const AverageBeat mean = mean_of({});
    const WavePattern pattern{mean, p_reach};
    for (const double late : {-0.03, -0.0113, 0.0, 0.007, 0.025}) {
        Drawing drawing;
        drawing.late[5] = late;

        const Match match = pattern.find(drawing.recording(), drawing.place(5), 20);

        INFO("late by " << late);
        CHECK(match.there);
        CHECK(std::abs(match.shift / drawing.rate_hz - late) < 0.001);
    }
}

TEST_CASE("A beat without the wave speaks against it; one whose noise could hide it does not") {
    const AverageBeat mean = mean_of({});
    const WavePattern pattern{mean, p_reach};
    Drawing without;
    without.late[5] = std::nullopt;
    Drawing hidden = without;
    hidden.noise = 1;

    CHECK_FALSE(pattern.find(without.recording(), without.place(5), 20).there);
    CHECK(pattern.find(hidden.recording(), hidden.place(5), 20).there);
}

TEST_CASE("Beats repeat a wave that comes with each, and do not repeat what only few have") {
    const Drawing always;
    const AverageBeat mean = mean_of(always);
    const auto repeated = WavePattern{mean, p_reach}.repetition(always.recording(), beats());
    Drawing seldom;
    for (std::size_t b = 0; b < beat_count; ++b) {
        seldom.late[b] = b % 4 == 0 ? std::optional{0.0} : std::nullopt;
    }
    const AverageBeat few = mean_of(seldom);
    const auto sometimes = WavePattern{few, p_reach}.repetition(seldom.recording(), beats());

    REQUIRE(repeated.size() == beat_count);
    for (const double r : repeated) {
        CHECK(std::abs(r - 1) < 0.1);
    }
    CHECK(comes_with_the_beat(repeated, 0.9, 0));
    CHECK_FALSE(comes_with_the_beat(sometimes, 0.9, 0));
}
