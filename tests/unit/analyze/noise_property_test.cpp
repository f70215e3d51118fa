// More noise never makes the marks better.
#include "support/catch.hpp"
#include "synthetic.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

using namespace ecg;
using namespace ecg::test;

namespace {

constexpr Seconds near_enough{0.03}; // a mark further off is a miss, as an absent one

/// Marks that were hit, of all those that are true.
struct Score {
    double hits = 0;
    double marks = 0;

    [[nodiscard]] double share() const { return hits / marks; }
};

void count(Score& score, const std::optional<Seconds>& truth, const std::optional<Seconds>& found) {
    if (truth) {
        score.marks += 1;
        score.hits += found && std::abs((*found - *truth).count()) <= near_enough.count() ? 1 : 0;
    }
}

void score_beats(Score& score, const synth::Truth& truth, const Analysis& found) {
    static const Waves nothing;
    for (const synth::TrueBeat& beat : truth.beats) {
        const Waves* own = &nothing;
        for (std::size_t i = 0; i < found.beats.size(); ++i) {
            if (std::abs((found.beats[i].time - beat.r_peak).count()) < 0.15) {
                own = &found.waves[i].global;
            }
        }
        count(score, beat.waves.p.onset, own->p.onset);
        count(score, beat.waves.p.offset, own->p.offset);
        count(score, beat.waves.qrs.onset, own->qrs.onset);
        count(score, beat.waves.qrs.offset, own->qrs.offset);
        count(score, beat.waves.t.peak, own->t.peak);
        count(score, beat.waves.t.offset, own->t.offset);
    }
}

/// Over some hearts with noise of this rms; the noise of a heart is the same but for its size.
Score score_at(double noise_mv) {
    Score score;
    for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
        auto settings = some("normal", 250, 15);
        settings.seed = seed;
        settings.heart_rate = BeatsPerMinute{50 + 15.0 * static_cast<double>(seed)};
        settings.noise.white = Millivolts{noise_mv};
        const auto made = synth::synthesize(settings);
        score_beats(score, made.truth, analysed(made.recording));
    }
    return score;
}

} // namespace

TEST_CASE("Property: 1 dB more noise makes the marks no better, beyond chance") {
    std::vector<Score> scores;
    for (int decibels = 0; decibels <= 30; ++decibels) { // from 20 µV to 0.63 mV
        scores.push_back(score_at(0.02 * std::pow(10, decibels / 20.0)));
    }

    double best_behind = 0;
    for (std::size_t i = scores.size(); i-- > 1;) {
        best_behind = std::max(best_behind, scores[i].share());
        const double p = scores[i].share();
        // Three standard deviations of the difference of two shares; marks of one beat go together.
        const double chance =
            3 * std::sqrt(2 * std::max(p * (1 - p), 0.01) / (scores[i].marks / 6));
        INFO(i << " dB: " << scores[i - 1].share() << " then " << p);
        CHECK(best_behind <= scores[i - 1].share() + chance);
    }
    CHECK(scores.front().share() > 0.97);
    CHECK(scores.back().share() < scores.front().share() - 0.1);
}
