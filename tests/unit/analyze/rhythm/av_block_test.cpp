#include "analyze/rhythm/av_block.hpp"
#include "support/catch.hpp"
#include "unit/analyze/rhythm/drawn_beats.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace ecg;
using namespace ecg::literals;
using namespace ecg::test;

namespace {

/// P waves pp apart, each conducted after its PR (s, from the middle of P to QRS onset), or not
/// where the list says 0; the list goes round. The middles of P are what was heard.
DrawnBeats conducted(int count, double pp, const std::vector<double>& pr) {
    DrawnBeats drawn;
    drawn.between.leads = 6;
    for (int i = 0; i < count; ++i) {
        const Seconds p{1 + pp * i};
        const double own = pr[static_cast<std::size_t>(i) % pr.size()];
        drawn.between.p_waves.push_back(p);
        if (own > 0) {
            const Seconds peak = p + Seconds{own} + Milliseconds{40};
            drawn.add(peak - (drawn.beats.empty() ? 0s : drawn.beats.back().time),
                      Milliseconds{1000 * own + 40});
        }
    }
    return drawn;
}

std::string blocks_of(const DrawnBeats& drawn) {
    std::string codes;
    for (const Episode& e : analyze::av_blocks(drawn.beats, drawn.waves, drawn.between)) {
        codes += (codes.empty() ? "" : " ") + e.code;
    }
    return codes;
}

} // namespace

TEST_CASE("Each kind of second-degree block is told by its PR and by how many P waves it drops") {
    CHECK(blocks_of(conducted(24, 0.8, {0.14, 0.20, 0.24, 0})) == "2AVB1");
    CHECK(blocks_of(conducted(24, 0.8, {0.14, 0.14, 0.14, 0})) == "2AVB2");
    CHECK(blocks_of(conducted(24, 0.8, {0.14, 0})) == "2T1");
    CHECK(blocks_of(conducted(24, 0.8, {0.14, 0, 0})) == "HAVB");
    CHECK(blocks_of(conducted(24, 0.8, {0.14})).empty());
}

TEST_CASE("A block lasts from the first beat before a dropped P to the last behind one") {
    const DrawnBeats drawn = conducted(12, 0.8, {0.14, 0.14, 0});
    const auto blocks = analyze::av_blocks(drawn.beats, drawn.waves, drawn.between);
    REQUIRE(blocks.size() == 1);
    CHECK(blocks[0].onset == drawn.beats[1].time);
    CHECK(blocks[0].offset == drawn.beats[6].time);
    CHECK(blocks[0].beats == 6);
    CHECK(blocks[0].reason == "3 P waves not conducted, PR behind them as long as before");
}

TEST_CASE("A P that comes out of time is no dropped one") {
    DrawnBeats drawn = conducted(24, 0.8, {0.14});
    for (const std::size_t b : {4U, 6U, 8U, 10U}) { // an early one, as of the atria
        drawn.between.p_waves.push_back(drawn.beats[b].time + 0.25s);
    }
    std::sort(drawn.between.p_waves.begin(), drawn.between.p_waves.end());
    CHECK(blocks_of(drawn).empty());
}

TEST_CASE("Where most intervals as long hold no dropped P, the few are chance") {
    DrawnBeats drawn = conducted(40, 1.2, {0.14});
    for (const std::size_t b : {4U, 5U, 20U, 21U}) {
        drawn.between.p_waves.push_back(drawn.beats[b].time + 0.44s);
    }
    std::sort(drawn.between.p_waves.begin(), drawn.between.p_waves.end());
    CHECK(blocks_of(drawn).empty());
}

TEST_CASE("A P on the T before it may be that T, and is not counted") {
    DrawnBeats drawn = conducted(24, 0.8, {0.14, 0});
    for (std::size_t b = 0; b < drawn.waves.size(); ++b) {
        drawn.waves[b].global.t = {{}, {}, drawn.beats[b].time + 0.75s};
    }
    CHECK(blocks_of(drawn).empty());
}

TEST_CASE(
    "P and QRS that each keep their own time are complete block; in two leads it is not told") {
    DrawnBeats drawn = even_beats(20, 1.6s, std::nullopt);
    drawn.between.leads = 6;
    for (double p = 0.3; p < 32; p += 0.73) {
        const bool hidden = std::any_of(drawn.beats.begin(), drawn.beats.end(), [&](const Beat& b) {
            return std::abs(b.time.count() - p) < 0.12;
        });
        if (!hidden) {
            drawn.between.p_waves.push_back(Seconds{p});
        }
    }
    CHECK(blocks_of(drawn) == "3AVB");
    CHECK(drawn.rhythm().name == "3AVB");
    drawn.between.leads = 2;
    CHECK(blocks_of(drawn).empty());
}
