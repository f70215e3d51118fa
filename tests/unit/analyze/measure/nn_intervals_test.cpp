#include "analyze/measure/nn_intervals.hpp"
#include "nn_series.hpp"

using namespace ecg;
using test::beats_apart;

namespace {

analyze::NnIntervals selected(const Beats& beats) {
    return analyze::select_nn(beats, {}, HrvSettings{});
}

std::vector<double> lengths_of(const analyze::NnIntervals& nn) {
    std::vector<double> lengths;
    for (const auto& interval : nn.kept) {
        lengths.push_back(std::round(interval.length.count()));
    }
    return lengths;
}

std::vector<bool> adjoining(const analyze::NnIntervals& nn) {
    std::vector<bool> adjoins;
    for (const auto& interval : nn.kept) {
        adjoins.push_back(interval.adjoins);
    }
    return adjoins;
}

} // namespace

TEST_CASE("Both intervals at an ectopic beat are left out, and the next adjoins none") {
    Beats beats = beats_apart({800, 800, 800, 800, 500, 1100, 900, 900, 900, 900, 900, 900});
    beats[5].label = BeatClass::V;

    const auto nn = selected(beats);

    CHECK(nn.ectopic == 2);
    CHECK(nn.left_out() == 2);
    CHECK(lengths_of(nn) == std::vector<double>{800, 800, 800, 800, 900, 900, 900, 900, 900, 900});
    CHECK(adjoining(nn) ==
          std::vector<bool>{false, true, true, true, false, true, true, true, true, true});
}

TEST_CASE("Beats of every class but N make their intervals ectopic") {
    for (const BeatClass label : {BeatClass::S, BeatClass::V, BeatClass::F, BeatClass::Q}) {
        Beats beats = beats_apart(std::vector<double>(10, 800));
        beats[4].label = label;

        CHECK(selected(beats).ectopic == 2);
        CHECK(selected(beats).kept.size() == 8);
    }
}

TEST_CASE("An interval across missing signal is left out, and the next adjoins none") {
    Beats beats = beats_apart({800, 800, 800, 800, 860, 860, 860, 860});
    beats[5].after_gap = true;

    const auto nn = selected(beats);

    CHECK(nn.missing == 1);
    CHECK(nn.left_out() == 1);
    CHECK(adjoining(nn) == std::vector<bool>{false, true, true, true, false, true, true});
}

TEST_CASE("Artefacts at the ends and within are dropped, never filled in") {
    const auto nn =
        selected(beats_apart({10000, 10000, 800, 700, 800, 900, 10000, 10000, 650, 700}));

    CHECK(lengths_of(nn) == std::vector<double>{800, 700, 800, 900, 650, 700});
    CHECK(nn.artefacts == 4);
    CHECK(nn.left_out() == 4);
    CHECK(adjoining(nn) == std::vector<bool>{false, true, true, true, false, true});
}

TEST_CASE("An interval of more than 20 % off its local median is an artefact, one of less is not") {
    std::vector<double> rr(21, 1000);
    rr[10] = 1199;
    CHECK(selected(beats_apart(rr)).left_out() == 0);

    rr[10] = 1201;
    CHECK(selected(beats_apart(rr)).artefacts == 1);

    rr[10] = 799;
    CHECK(selected(beats_apart(rr)).artefacts == 1);
}

TEST_CASE("A rate that drifts to half its value is no artefact") {
    std::vector<double> rr;
    for (int i = 0; i < 100; ++i) {
        rr.push_back(1000 - 5 * i);
    }

    CHECK(selected(beats_apart(rr)).left_out() == 0);
}

TEST_CASE("No beats, and one, have no intervals") {
    CHECK(selected({}).kept.empty());
    CHECK(selected({Beat{}}).kept.empty());
    CHECK(selected({Beat{}}).left_out() == 0);
}
