#include "analyze/rhythm/blocked_pac.hpp"
#include "support/catch.hpp"
#include "unit/analyze/rhythm/drawn_beats.hpp"

#include <algorithm>

using namespace ecg;
using namespace ecg::literals;
using namespace ecg::test;

namespace {

/// Beats 0.8 s apart with a P each, but every fifth 1.2 s behind a P that comes `early` after the
/// P before it.
DrawnBeats with_blocked(Seconds early, std::size_t leads = 6) {
    DrawnBeats drawn;
    drawn.between.leads = leads;
    for (int i = 0; i < 25; ++i) {
        const bool behind = i % 5 == 4;
        drawn.add(behind ? 1.2s : 0.8s, usual_pr);
        const Seconds p = drawn.beats.back().time - usual_pr;
        if (behind) {
            drawn.between.p_waves.push_back(drawn.between.p_waves.back() + early);
        }
        drawn.between.p_waves.push_back(p);
    }
    return drawn;
}

std::size_t count_of(const DrawnBeats& drawn) {
    return analyze::blocked_pacs(drawn.beats, drawn.waves, drawn.between).size();
}

} // namespace

TEST_CASE("An early P without a QRS, and a late beat behind it, are a blocked atrial beat") {
    const DrawnBeats drawn = with_blocked(0.5s);
    CHECK(count_of(drawn) == 5);
    CHECK(drawn.rhythm().name == "SR");
    const auto episodes =
        analyze::episodes_of(analyze::blocked_pacs(drawn.beats, drawn.waves, drawn.between));
    REQUIRE(episodes.size() == 5);
    CHECK(episodes[0].code == "PACNC");
    CHECK(episodes[0].onset < drawn.beats[4].time - 0.7s);
}

TEST_CASE("A P in time, a beat that is not late, or few leads, tell no blocked atrial beat") {
    CHECK(count_of(with_blocked(0.7s)) == 0);
    CHECK(count_of(with_blocked(0.5s, 2)) == 0);

    DrawnBeats even = even_beats(25, 0.8s);
    even.between.leads = 6;
    for (const Beat& beat : even.beats) {
        even.between.p_waves.push_back(beat.time - 0.4s);
        even.between.p_waves.push_back(beat.time - usual_pr);
    }
    CHECK(count_of(even) == 0);
}
