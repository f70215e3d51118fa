#include "support/catch.hpp"
#include "unit/analyze/rhythm/drawn_beats.hpp"

#include <algorithm>
#include <string_view>

using namespace ecg;
using namespace ecg::literals;
using namespace ecg::test;

namespace {

/// Beats 0.8 s apart with these labels.
DrawnBeats beats_of(std::string_view labels, Seconds rr = 0.8s) {
    DrawnBeats drawn;
    for (const char label : labels) {
        drawn.add(rr, usual_pr,
                  label == 'V'   ? BeatClass::V
                  : label == 'S' ? BeatClass::S
                                 : BeatClass::N);
    }
    return drawn;
}

std::vector<Episode> episodes_named(const Rhythm& rhythm, std::string_view code) {
    std::vector<Episode> found;
    std::copy_if(rhythm.episodes.begin(), rhythm.episodes.end(), std::back_inserter(found),
                 [&](const Episode& e) { return e.code == code; });
    return found;
}

std::size_t count_of(const DrawnBeats& drawn, std::string_view code) {
    return episodes_named(drawn.rhythm(), code).size();
}

} // namespace

TEST_CASE("Each ectopic beat is an episode of its own, as long as its QRS") {
    const DrawnBeats drawn = beats_of("NNNVNNSNN");

    const auto pvc = episodes_named(drawn.rhythm(), "PVC");
    const auto pac = episodes_named(drawn.rhythm(), "PAC");

    REQUIRE(pvc.size() == 1);
    REQUIRE(pac.size() == 1);
    CHECK(pvc[0].onset == drawn.waves[3].global.qrs.onset);
    CHECK(pvc[0].offset == drawn.waves[3].global.qrs.offset);
    CHECK(pvc[0].beats == 1);
    CHECK_FALSE(pvc[0].rate);
    CHECK(pac[0].onset == drawn.waves[6].global.qrs.onset);
    CHECK(drawn.rhythm().name == "SR");
}

TEST_CASE("Every second beat ectopic is bigeminy from three times on") {
    CHECK(count_of(beats_of("NVNVNN"), "BIGU") == 0);
    CHECK(count_of(beats_of("NVNVNV"), "BIGU") == 1);
    CHECK(count_of(beats_of("VNVNVN"), "BIGU") == 0); // N V only twice
    CHECK(count_of(beats_of("NSNSNS"), "BIGU") == 1);
    CHECK(count_of(beats_of("NVNSNV"), "BIGU") == 0);
    CHECK(count_of(beats_of("NVNVNVVNVNV"), "BIGU") == 1);

    const DrawnBeats drawn = beats_of("NNNVNVNVNN");
    const Episode bigeminy = episodes_named(drawn.rhythm(), "BIGU").at(0);
    CHECK(bigeminy.beats == 6);
    CHECK(bigeminy.onset == drawn.beats[2].time);
    CHECK(bigeminy.offset == drawn.beats[7].time);
    CHECK(count_of(drawn, "PVC") == 3);
}

TEST_CASE("Every third beat ectopic is trigeminy from three times on") {
    CHECK(count_of(beats_of("NNVNNVNNV"), "TRIGU") == 1);
    CHECK(count_of(beats_of("NNVNNVNNV"), "BIGU") == 0);
    CHECK(count_of(beats_of("NNVNNVNN"), "TRIGU") == 0);
    CHECK(count_of(beats_of("NVNVNV"), "TRIGU") == 0);
}

TEST_CASE("A gap breaks a pattern and a run") {
    DrawnBeats bigeminy = beats_of("NVNVNV");
    bigeminy.beats[3].after_gap = true;
    CHECK(count_of(bigeminy, "BIGU") == 0);

    DrawnBeats run = beats_of("NVVVN", 0.4s);
    run.beats[2].after_gap = true;
    CHECK(count_of(run, "NSVT") == 0);
    CHECK(count_of(run, "VCPL") == 1);
}

TEST_CASE("Ventricular beats on end are named by number, rate and duration") {
    CHECK(count_of(beats_of("NVVN"), "VCPL") == 1);
    CHECK(count_of(beats_of("NVVVN", Seconds{60 / 101.0}), "NSVT") == 1);
    CHECK(count_of(beats_of("NVVVN", 0.6s), "NSVT") == 0);
    CHECK(count_of(beats_of("NVVVN", 0.6s), "AIVR") == 1);
    CHECK(count_of(beats_of("NVVVN", Seconds{60 / 39.0}), "IVR") == 1);

    const DrawnBeats below_30s = beats_of("N" + std::string(75, 'V'), 0.4s);
    CHECK(count_of(below_30s, "NSVT") == 1);
    const DrawnBeats above_30s = beats_of("N" + std::string(77, 'V'), 0.4s);
    CHECK(count_of(above_30s, "VT") == 1);
    CHECK(episodes_named(above_30s.rhythm(), "VT").at(0).reason ==
          "77 ventricular beats, rate 150/min");
}

TEST_CASE("A tachycardia begins early and outruns the rhythm around it") {
    const auto runs_with = [](Seconds coupling, Seconds within) {
        DrawnBeats drawn = beats_of("NNNNNN");
        drawn.add(coupling, usual_pr, BeatClass::V);
        drawn.add(within, usual_pr, BeatClass::V);
        drawn.add(within, usual_pr, BeatClass::V);
        for (int i = 0; i < 5; ++i) {
            drawn.add(0.8s, usual_pr);
        }
        return count_of(drawn, "NSVT");
    };

    CHECK(runs_with(0.71s, 0.5s) == 1);
    CHECK(runs_with(0.72s, 0.5s) == 0); // 90 % of the usual interval
    CHECK(runs_with(0.5s, 0.59s) == 1);
}

TEST_CASE("A run whose beats do not look alike is not named") {
    DrawnBeats drawn = beats_of("NNNNNNVVVVNNNN", 0.5s);
    for (std::size_t i = 6; i < 10; ++i) {
        drawn.beats[i].time -= Seconds{0.1 + 0.02 * static_cast<double>(i - 6)};
        drawn.beats[i].shape = static_cast<int>(i);
    }
    CHECK(count_of(drawn, "NSVT") == 0);
    CHECK(count_of(drawn, "PVC") == 4);

    drawn.beats[7].shape = drawn.beats[8].shape;
    CHECK(count_of(drawn, "NSVT") == 1);
}

TEST_CASE("An interval of more than 2 s is a pause, unless signal is missing in it") {
    DrawnBeats drawn = beats_of("NNNN");
    drawn.add(2s, usual_pr);
    CHECK(count_of(drawn, "PAUSE") == 0);

    drawn.add(2.41s, usual_pr);
    const auto found = episodes_named(drawn.rhythm(), "PAUSE");
    REQUIRE(found.size() == 1);
    CHECK(found[0].onset == drawn.beats[4].time);
    CHECK(found[0].offset == drawn.beats[5].time);
    CHECK(found[0].reason == "RR 2.41 s > 2 s");

    drawn.add(9s, usual_pr);
    drawn.beats.back().after_gap = true;
    CHECK(count_of(drawn, "PAUSE") == 1);
}

TEST_CASE("What breaks the rhythm comes after it, in order of time") {
    const Rhythm rhythm = beats_of("NNVNVNVNNS").rhythm();

    REQUIRE(rhythm.episodes.size() == 6);
    CHECK(rhythm.episodes[0].code == "SR");
    CHECK(rhythm.episodes[1].code == "BIGU");
    CHECK(rhythm.episodes[2].code == "PVC");
    CHECK(rhythm.episodes[5].code == "PAC");
    CHECK(std::is_sorted(rhythm.episodes.begin() + 1, rhythm.episodes.end(),
                         [](const Episode& a, const Episode& b) { return a.onset < b.onset; }));
}
