#include "analyze/rhythm/arrest.hpp"
#include "support/catch.hpp"
#include "unit/analyze/rhythm/drawn_beats.hpp"

#include <algorithm>
#include <string>

using namespace ecg;
using namespace ecg::literals;
using namespace ecg::test;

namespace {

std::string codes_of(const Rhythm& rhythm) {
    std::string codes;
    for (const Episode& e : rhythm.episodes) {
        codes += (codes.empty() ? "" : " ") + e.code;
    }
    return codes;
}

} // namespace

TEST_CASE("Fibrillation parts the rhythm, and what passes for beats in it is none") {
    DrawnBeats drawn = even_beats(15, 0.8s); // to 12 s
    for (int i = 0; i < 30; ++i) {
        drawn.add(0.25s, std::nullopt, BeatClass::V);
    }
    for (int i = 0; i < 15; ++i) {
        drawn.add(0.8s, usual_pr);
    }
    drawn.between.fibrillation = {{Seconds{12.1}, Seconds{19.8}}};

    const Rhythm rhythm = drawn.rhythm();

    CHECK(codes_of(rhythm) == "SR SR VF");
    const Episode& vf = rhythm.episodes.back();
    CHECK(vf.onset == Seconds{12.1});
    CHECK(vf.offset == Seconds{19.8});
    CHECK(vf.beats == 30);
    CHECK(vf.reason == "restless waves without QRS complexes for 7.7 s >= 5 s");
}

TEST_CASE("Restlessness of less than five seconds is not told") {
    DrawnBeats drawn = even_beats(30, 0.8s);
    drawn.between.fibrillation = {{Seconds{10}, Seconds{14}}};
    CHECK(codes_of(drawn.rhythm()) == "SR");
}

TEST_CASE("A rhythm of nothing but fibrillation is named by it") {
    DrawnBeats drawn;
    drawn.between.fibrillation = {{Seconds{0}, Seconds{30}}};
    CHECK(drawn.rhythm().name == "VF");
}

TEST_CASE("Asystole is a silence of four seconds, between beats or at an end") {
    DrawnBeats drawn = even_beats(10, 0.8s); // to 8 s
    drawn.add(5s, usual_pr);
    drawn.between.over = {0s, drawn.beats.back().time + 4.5s};
    drawn.between.silence = {{8.6s, 12.6s}, {13.6s, 17.5s}};

    const auto found = analyze::asystoles(drawn.beats, drawn.between);

    REQUIRE(found.size() == 2);
    CHECK(found[0].onset == drawn.beats[9].time);
    CHECK(found[0].offset == drawn.beats[10].time);
    CHECK(found[1].offset == drawn.between.over.to);
    CHECK(codes_of(drawn.rhythm()).find("PAUSE") == std::string::npos);
}

TEST_CASE("What is loud, shorter, or missing is no asystole") {
    DrawnBeats drawn = even_beats(10, 0.8s);
    drawn.add(5s, usual_pr);
    drawn.between.over = {0s, drawn.beats.back().time};
    CHECK(analyze::asystoles(drawn.beats, drawn.between).empty()); // loud: no silence

    drawn.between.silence = {{8.6s, 12.6s}};
    drawn.beats.back().after_gap = true;
    CHECK(analyze::asystoles(drawn.beats, drawn.between).empty());

    drawn.beats.back().after_gap = false;
    drawn.beats.back().time = 11.5s;
    CHECK(analyze::asystoles(drawn.beats, drawn.between).empty());
}
