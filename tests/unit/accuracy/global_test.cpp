#include "accuracy/score_global.hpp"
#include "accuracy/statistics.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::accuracy;

namespace {

/// A lead with one beat whose QRS is centred on 1 s.
LeadWaves lead(double qrs_onset, double qrs_offset) {
    return {{WaveKind::qrs, qrs_onset, 1.0, qrs_offset}};
}

std::vector<LeadWaves> twelve(const LeadWaves& one) {
    return std::vector<LeadWaves>(12, one);
}

} // namespace

TEST_CASE("An onset that two more leads do not follow closely is passed over") {
    CHECK(*borne_out_onset({0.90, 0.95, 0.955, 0.96, 0.99}, 0.012) == Approx(0.95));
    CHECK(*borne_out_offset({1.10, 1.06, 1.055, 1.05, 0.99}, 0.016) == Approx(1.06));
}

TEST_CASE("Without three leads that agree the median stands") {
    CHECK(*borne_out_onset({0.90, 0.93, 0.96}, 0.012) == Approx(0.93));
    CHECK(*borne_out_onset({0.90, 0.93}, 0.012) == Approx(0.915));
    CHECK_FALSE(borne_out_onset({}, 0.012));
}

TEST_CASE("A global beat takes its QRS in six leads of twelve") {
    std::vector<LeadWaves> leads(12);
    for (std::size_t i = 0; i < 5; ++i) {
        leads[i] = lead(0.95, 1.05);
    }
    CHECK(global_beats(leads).empty());

    leads[5] = lead(0.96, 1.06);

    const auto beats = global_beats(leads);
    REQUIRE(beats.size() == 1);
    CHECK(*beats[0].qrs_onset == Approx(0.95));
    CHECK(*beats[0].qrs_offset == Approx(1.06));
    CHECK_FALSE(beats[0].p_onset);
}

TEST_CASE("A P wave takes four leads and a T wave six") {
    std::vector<LeadWaves> leads = twelve(lead(0.95, 1.05));
    for (std::size_t i = 0; i < 4; ++i) {
        leads[i].push_back({WaveKind::p, 0.80, 0.85, 0.90});
        leads[i].push_back({WaveKind::t, 1.20, 1.30, 1.40});
    }

    const auto beats = global_beats(leads);

    REQUIRE(beats.size() == 1);
    CHECK(*beats[0].p_onset == Approx(0.80));
    CHECK_FALSE(beats[0].t_offset);
}

TEST_CASE("Two beats stay two, each with its own T wave") {
    LeadWaves one{{WaveKind::qrs, 0.95, 1.0, 1.05},
                  {WaveKind::t, 1.2, 1.3, 1.4},
                  {WaveKind::qrs, 1.95, 2.0, 2.05},
                  {WaveKind::t, 2.2, 2.3, 2.41}};

    const auto beats = global_beats(twelve(one));

    REQUIRE(beats.size() == 2);
    CHECK(*beats[0].t_offset == Approx(1.4));
    CHECK(*beats[1].t_offset == Approx(2.41));
}

TEST_CASE("A single list of points is a global judgement already") {
    PointLists lists;
    lists[point_index(WaveKind::qrs, Place::onset)] = {0.95};
    lists[point_index(WaveKind::qrs, Place::peak)] = {1.0};
    lists[point_index(WaveKind::qrs, Place::offset)] = {1.05};

    const auto beats = global_beats({waves_from(lists)});

    REQUIRE(beats.size() == 1);
    CHECK(*beats[0].qrs_onset == Approx(0.95));
}

TEST_CASE("Points become waves as far as they are near enough") {
    PointLists lists;
    lists[point_index(WaveKind::qrs, Place::onset)] = {0.5, 0.95, 1.95};
    lists[point_index(WaveKind::qrs, Place::peak)] = {1.0, 2.0};
    lists[point_index(WaveKind::qrs, Place::offset)] = {2.05};

    const LeadWaves waves = waves_from(lists);

    REQUIRE(waves.size() == 2);
    CHECK(*waves[0].onset == Approx(0.95));
    CHECK_FALSE(waves[0].offset);
    CHECK(*waves[1].offset == Approx(2.05));
}

TEST_CASE("A record's interval is the median over the beats that both sides have") {
    const auto beat = [](double centre, double qrs) {
        GlobalBeat one;
        one.centre = centre;
        one.qrs_onset = centre - qrs / 2;
        one.qrs_offset = centre + qrs / 2;
        return one;
    };
    GlobalScore score;

    score_global(score, "1", {beat(1, 0.1), beat(2, 0.1), beat(3, 0.1), beat(4, 0.1)},
                 {beat(1, 0.11), beat(2, 0.12), beat(3.1, 0.13)});

    const IntervalScore& qrs = score.intervals[2];
    CHECK(score.beats == 4);
    CHECK(score.found == 3);
    REQUIRE(qrs.records.size() == 1);
    CHECK(qrs.records[0].reference_ms == Approx(100));
    CHECK(qrs.records[0].difference_ms() == Approx(20));
    CHECK(qrs.reference_only == 1);
    CHECK(score.intervals[3].records.empty());
}

TEST_CASE("The usual differences leave out the 4 % that lie farthest off") {
    IntervalScore score;
    for (int i = 0; i < 49; ++i) {
        score.records.push_back({"", 100, 101});
    }
    score.records.push_back({"", 100, 300});

    CHECK(score.usual_differences_ms().size() == 48);
    CHECK(*sd_of(score.usual_differences_ms()) == Approx(0).margin(1e-9));
}
