#include "analyze/rhythm/known_rhythms.hpp"
#include "support/catch.hpp"
#include "unit/analyze/rhythm/drawn_beats.hpp"

#include <string>

using namespace ecg;
using namespace ecg::literals;
using namespace ecg::test;

namespace {

/// Looks of ten seconds over half a minute.
void hear_flutter(DrawnBeats& drawn, double once, double twice, double rate = 300) {
    for (double t = 0; t < 30; t += 10) {
        drawn.between.flutter.push_back(
            {{Seconds{t}, Seconds{t + 10}}, BeatsPerMinute{rate}, once, twice});
    }
}

} // namespace

TEST_CASE("Waves that repeat are flutter; with a P and even intervals they must repeat clearly") {
    const auto name = [](std::optional<Milliseconds> pr, double once, double twice) {
        DrawnBeats drawn = even_beats(75, 0.4s, pr);
        drawn.measured.qrs = 90ms;
        hear_flutter(drawn, once, twice);
        return drawn.rhythm().name;
    };
    CHECK(name(std::nullopt, 0.6, 0.6) == "AFLT");
    CHECK(name(std::nullopt, 0.5, 0.6) == "SVTAC");
    CHECK(name(std::nullopt, 0.6, 0.4) == "SVTAC");
    CHECK(name(usual_pr, 0.6, 0.6) == "STACH");
    CHECK(name(usual_pr, 0.75, 0.6) == "AFLT");
}

TEST_CASE("A wave no faster than the beats is the beats themselves") {
    DrawnBeats drawn = even_beats(120, 0.25s, std::nullopt);
    drawn.measured.qrs = 90ms;
    hear_flutter(drawn, 0.9, 0.9, 240);
    CHECK(drawn.rhythm().name == "SVTAC");
}

TEST_CASE("The reason of flutter gives the atrial rate beside that of the ventricles") {
    DrawnBeats drawn = even_beats(75, 0.4s, std::nullopt);
    hear_flutter(drawn, 0.8, 0.8);
    CHECK(drawn.rhythm().episodes[0].reason == "regular atrial waves, 300/min, rate 150/min");
}

TEST_CASE(
    "Regular beats without a P in three leads or more are escape beats, named by rate and width") {
    const auto name = [](Seconds rr, Milliseconds qrs, std::size_t leads) {
        DrawnBeats drawn = even_beats(30, rr, std::nullopt);
        drawn.measured.qrs = qrs;
        drawn.between.leads = leads;
        return drawn.rhythm().name;
    };
    CHECK(name(1.2s, 90ms, 6) == "JR");
    CHECK(name(0.8s, 90ms, 6) == "AJR");
    CHECK(name(1.7s, 140ms, 6) == "IVR");
    CHECK(name(0.9s, 140ms, 6) == "AIVR");
    CHECK(name(0.55s, 90ms, 6) == "REGUL");
    CHECK(name(1.2s, 90ms, 2) == "REGUL");
}

TEST_CASE("With P waves between them regular beats are not called escape beats") {
    DrawnBeats drawn = even_beats(30, 1.2s, std::nullopt);
    drawn.measured.qrs = 90ms;
    drawn.between.leads = 6;
    for (const Beat& beat : drawn.beats) {
        drawn.between.p_waves.push_back(beat.time - 0.2s);
    }
    CHECK(drawn.rhythm().name == "REGUL");
}
