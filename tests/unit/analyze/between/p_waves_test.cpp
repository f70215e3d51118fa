#include "support/catch.hpp"
#include "unit/analyze/synthetic.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

using namespace ecg;
using namespace ecg::test;

namespace {

constexpr Milliseconds half_p{50}; // of the presets' P waves
constexpr Milliseconds beside_qrs{60};

/// Of the true P waves that no QRS covers, how many were found; and how many were found beside
/// them.
struct Score {
    int there = 0;
    int found = 0;
    int invented = 0;
};

Score score_of(std::string_view preset, double rate_hz, double noise_mv) {
    synth::SynthSettings settings = some(preset, rate_hz, 30);
    settings.noise.muscle = Millivolts{noise_mv};
    const synth::Synthetic made = synth::synthesize(settings);
    const std::vector<Seconds> found = analysed(made.recording).between.p_waves;
    Score score;
    std::vector<bool> used(found.size());
    for (const Seconds onset : made.truth.p_onsets) {
        const Seconds middle = onset + half_p;
        const bool hidden = std::any_of(
            made.truth.beats.begin(), made.truth.beats.end(), [&](const synth::TrueBeat& beat) {
                const Wave& qrs = beat.waves.qrs;
                return qrs.onset && qrs.offset && middle + half_p > *qrs.onset - beside_qrs &&
                       middle - half_p < *qrs.offset + beside_qrs;
            });
        const auto near = std::find_if(found.begin(), found.end(), [&](Seconds t) {
            return std::abs((t - middle).count()) < 0.05;
        });
        if (near != found.end()) {
            used[static_cast<std::size_t>(near - found.begin())] = true;
        }
        score.there += hidden ? 0 : 1;
        score.found += !hidden && near != found.end() ? 1 : 0;
    }
    score.invented = static_cast<int>(std::count(used.begin(), used.end(), false));
    return score;
}

} // namespace

TEST_CASE("P waves are found whether a QRS follows them or not") {
    for (const char* preset :
         {"normal", "avb1", "mobitz1", "mobitz2", "avb2-2to1", "avb-high", "avb3"}) {
        for (const double rate_hz : {80.0, 500.0}) {
            CAPTURE(preset, rate_hz);
            const Score score = score_of(preset, rate_hz, 0.02);
            CHECK(score.there >= 10);
            CHECK(score.found >= 0.9 * score.there);
            CHECK(score.invented <= 1);
        }
    }
}

TEST_CASE("Without P waves next to none are found") {
    for (const char* preset : {"junctional", "ivr"}) {
        CAPTURE(preset);
        CHECK(analysed(record(preset, 500, 30)).between.p_waves.size() <= 2);
    }
}
