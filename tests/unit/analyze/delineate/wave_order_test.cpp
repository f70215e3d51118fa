#include "analyze/delineate/wave_order.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::analyze;

namespace {

constexpr Extent ten_seconds{Seconds{0}, Seconds{10}, Seconds{0.002}};

/// A wave from its onset, peak and offset in seconds.
Wave wave(double onset, double peak, double offset) {
    return {Seconds{onset}, Seconds{peak}, Seconds{offset}};
}

bool same(const Wave& a, const Wave& b) {
    return a.onset == b.onset && a.peak == b.peak && a.offset == b.offset;
}

Waves usual(double r) {
    return {wave(r - 0.2, r - 0.15, r - 0.1), wave(r - 0.04, r, r + 0.05),
            wave(r + 0.15, r + 0.25, r + 0.35)};
}

} // namespace

TEST_CASE("Waves in their order stay as they are") {
    const Delineation waves{{usual(1), {usual(1)}}, {usual(2), {usual(2)}}};

    const Delineation ordered = in_order(waves, ten_seconds);

    for (std::size_t i = 0; i < 2; ++i) {
        CHECK(same(ordered[i].global.p, waves[i].global.p));
        CHECK(same(ordered[i].global.qrs, waves[i].global.qrs));
        CHECK(same(ordered[i].leads[0].t, waves[i].leads[0].t));
    }
}

TEST_CASE("A point outside the recording is none, the rest of its wave stays") {
    Waves early = usual(0.03);

    early = in_order({{early, {}}}, ten_seconds)[0].global;

    CHECK(early.p.empty());
    CHECK_FALSE(early.qrs.onset);
    CHECK(early.qrs.peak == Seconds{0.03});
    CHECK(early.qrs.offset.has_value());
}

TEST_CASE("An end that reaches into the next wave is drawn back to it") {
    Waves first = usual(1);
    Waves second = usual(2);
    second.p = wave(1.5, 1.88, 1.97); // its end behind QRS onset
    first.t.offset = Seconds{1.6};    // behind the onset of P
    first.t.onset = Seconds{1.04};    // before the end of QRS

    const Delineation ordered = in_order({{first, {}}, {second, {}}}, ten_seconds);

    CHECK(ordered[1].global.p.offset == second.qrs.onset);
    CHECK(ordered[0].global.t.offset == Seconds{1.5} - Seconds{0.002});
    CHECK(ordered[0].global.t.onset == first.qrs.offset);
}

TEST_CASE("A wave whose peak lies in another is none") {
    Waves first = usual(1);
    Waves second = usual(2);
    second.p = wave(1.1, 1.2, 1.22);
    first.p.peak = Seconds{1.01};

    const Delineation ordered = in_order({{first, {}}, {second, {}}}, ten_seconds);

    CHECK(ordered[0].global.p.empty());
    CHECK(ordered[1].global.p.empty());
    CHECK(same(ordered[0].global.t, first.t));
}

TEST_CASE("A point on the wrong side of its peak is none") {
    Waves waves = usual(1);
    waves.qrs.onset = Seconds{1.01};

    const Waves ordered = in_order({{waves, {}}}, ten_seconds)[0].global;

    CHECK_FALSE(ordered.qrs.onset);
    CHECK(ordered.qrs.offset == waves.qrs.offset);
}

TEST_CASE("P of a beat gives way to the end of T of the beat before that is out already") {
    const BeatWaves before{usual(1), {usual(1)}};
    BeatWaves late{usual(2), {usual(2)}};
    follow(late, before, Seconds{0.002});
    CHECK(same(late.global.p, usual(2).p));

    BeatWaves near{usual(1.53), {usual(1.53)}}; // P from 1.33 on, its peak at 1.38; T ends at 1.35
    follow(near, before, Seconds{0.002});
    CHECK(near.global.p.onset == Seconds{1.352});
    CHECK(near.leads[0].p.onset == Seconds{1.352});
    CHECK(near.global.p.peak == usual(1.53).p.peak);

    BeatWaves over{usual(1.48), {}};
    follow(over, before, Seconds{0.002});
    CHECK(over.global.p.empty());
    CHECK(same(over.global.qrs, usual(1.48).qrs));
}
