// Beats and their waves drawn from a list of intervals, for the tests of the rhythm.
#pragma once

#include "analyze/rhythm/name_rhythm.hpp"

#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

namespace ecg::test {

struct DrawnBeats {
    Beats beats;
    Delineation waves;
    Measurements measured;
    BetweenBeats between;

    /// A beat rr after the last (the first at rr), its P peak pr before the QRS peak, or none.
    void add(Seconds rr, std::optional<Milliseconds> pr, BeatClass label = BeatClass::N) {
        const Seconds before = beats.empty() ? Seconds{0} : beats.back().time;
        beats.push_back(Beat{before + rr, label});
        Waves global;
        global.qrs = {beats.back().time - Milliseconds{40}, beats.back().time,
                      beats.back().time + Milliseconds{50}};
        if (pr) {
            const Seconds peak = beats.back().time - *pr;
            global.p = {peak - Milliseconds{50}, peak, peak + Milliseconds{50}};
        }
        waves.push_back({global, {}});
    }

    [[nodiscard]] Rhythm rhythm() const {
        return analyze::name_rhythm(beats, waves, measured, between);
    }
};

/// The same series on every run, evenly spread over 0 to 1 [steele-2014].
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_{seed} {}

    double next() {
        state_ += 0x9e3779b97f4a7c15U;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
        return static_cast<double>((z ^ (z >> 31U)) >> 11U) * 0x1p-53;
    }

private:
    std::uint64_t state_;
};

inline constexpr Milliseconds usual_pr{140};

inline DrawnBeats even_beats(int count, Seconds rr, std::optional<Milliseconds> pr = usual_pr) {
    DrawnBeats drawn;
    for (int i = 0; i < count; ++i) {
        drawn.add(rr, pr);
    }
    return drawn;
}

/// Intervals at random from 0.7 to 1.3 times the mean.
inline DrawnBeats random_beats(int count, Seconds mean, std::optional<Milliseconds> pr,
                               std::uint64_t seed) {
    DrawnBeats drawn;
    Dice dice{seed};
    for (int i = 0; i < count; ++i) {
        drawn.add(mean * (0.7 + 0.6 * dice.next()), pr);
    }
    return drawn;
}

} // namespace ecg::test
