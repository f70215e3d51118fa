#include "analyze/rhythm/fibrillation.hpp"
#include "analyze/stream.hpp"
#include "support/catch.hpp"
#include "synth/synthesizer.hpp"
#include "unit/analyze/rhythm/drawn_beats.hpp"

#include <algorithm>
#include <cmath>

using namespace ecg;
using namespace ecg::test;

namespace {

Analysis streamed(const synth::SynthSettings& settings) {
    analyze::StreamAnalyzer analyzer{{.filter = {}, .lead_waves = false}};
    analyzer.add(synth::synthesize(settings).recording);
    analyzer.finish(std::nullopt);
    return analyzer.summary();
}

double odds_of(const DrawnBeats& drawn) {
    return analyze::fibrillation_odds(
        analyze::read_signs(drawn.beats, drawn.waves, {0, drawn.beats.size()}));
}

} // namespace

TEST_CASE("A P that repeats, even intervals and a pattern speak against fibrillation") {
    CHECK(odds_of(random_beats(40, Seconds{0.75}, std::nullopt, 1)) > 0);
    CHECK(odds_of(random_beats(40, Seconds{0.75}, usual_pr, 1)) < 0);
    CHECK(odds_of(even_beats(40, Seconds{0.75}, std::nullopt)) < 0);

    DrawnBeats bigeminy;
    for (int i = 0; i < 40; ++i) {
        bigeminy.add(Seconds{i % 2 == 0 ? 0.5 : 1.1}, std::nullopt);
    }
    CHECK(odds_of(bigeminy) < 0);
}

TEST_CASE("Fibrillation that begins and ends within a minute of sinus rhythm keeps its times, and "
          "its P waves to either side") {
    synth::SynthSettings settings = synth::preset("af");
    settings.duration = Seconds{180};
    settings.spell = synth::Spell{Seconds{35}, Seconds{100}};

    const Analysis analysis = streamed(settings);

    const auto& episodes = analysis.rhythm.episodes;
    const auto found = std::find_if(episodes.begin(), episodes.end(),
                                    [](const Episode& e) { return e.code == "AFIB"; });
    REQUIRE(found != episodes.end());
    CHECK(std::abs(found->onset.count() - 35) < 4);
    CHECK(std::abs(found->offset.count() - 100) < 4);
    std::size_t before = 0;
    std::size_t with_p = 0;
    for (std::size_t i = 0; i < analysis.beats.size(); ++i) {
        const bool is_sinus = analysis.beats[i].time < Seconds{30};
        before += is_sinus ? 1U : 0U;
        with_p += is_sinus && analysis.waves[i].global.p.peak ? 1U : 0U;
    }
    CHECK(10 * with_p >= 9 * before);
}

TEST_CASE("Where ventricular beats leave no interval to look at, nothing is called fibrillation") {
    DrawnBeats drawn;
    Dice dice{5};
    for (int i = 0; i < 60; ++i) {
        drawn.add(Seconds{0.4 + 0.5 * dice.next()}, std::nullopt,
                  i % 2 == 0 ? BeatClass::N : BeatClass::V);
    }

    CHECK(odds_of(drawn) < 0);
    CHECK(drawn.rhythm().name != "AFIB");
}

TEST_CASE("Fibrillation that ends in a pause ends there, though slow uneven beats follow") {
    DrawnBeats drawn;
    Dice dice{5};
    for (int i = 0; i < 80; ++i) {
        drawn.add(Seconds{0.45 + 0.5 * dice.next()}, std::nullopt);
    }
    const Seconds last = drawn.beats.back().time;
    for (const double rr : {3.7, 2.0, 1.5, 1.4, 1.45}) {
        drawn.add(Seconds{rr}, std::nullopt);
    }
    for (int i = 0; i < 60; ++i) {
        drawn.add(Seconds{1.2}, usual_pr);
    }

    const Rhythm rhythm = drawn.rhythm();

    REQUIRE(rhythm.episodes.size() > 1);
    CHECK(rhythm.episodes[0].code == "AFIB");
    CHECK(rhythm.episodes[0].offset == last + Seconds{3.7});
}
