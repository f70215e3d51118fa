#include "accuracy/score_channels.hpp"
#include "accuracy/score_leads.hpp"
#include "accuracy/statistics.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::accuracy;

namespace {

constexpr std::size_t p_peak = point_index(WaveKind::p, Place::peak);
constexpr std::size_t qrs_onset = point_index(WaveKind::qrs, Place::onset);
constexpr std::size_t qrs_peak = point_index(WaveKind::qrs, Place::peak);
constexpr std::size_t qrs_offset = point_index(WaveKind::qrs, Place::offset);
constexpr std::size_t t_peak = point_index(WaveKind::t, Place::peak);
constexpr std::size_t t_offset = point_index(WaveKind::t, Place::offset);

PointLists lists(std::size_t point, std::vector<double> times) {
    PointLists all;
    all.at(point) = std::move(times);
    return all;
}

Counts counts_of(const PointScores& scores, std::size_t point) {
    return scores.at(point).counts();
}

} // namespace

TEST_CASE("Outside the annotated part of a lead nothing is invented") {
    PointScores scores;

    score_lead(scores, {"1", "ii"}, lists(qrs_peak, {2, 3, 4}),
               lists(qrs_peak, {1, 2.01, 3.01, 3.5, 5}));

    const Counts counts = counts_of(scores, qrs_peak);
    CHECK(counts.found == 2);
    CHECK(counts.missed == 1);
    CHECK(counts.invented == 1);
}

TEST_CASE("The annotated part of a lead reaches from its first to its last point of any kind") {
    PointScores scores;
    PointLists reference = lists(qrs_peak, {2, 3});
    reference[t_offset] = {3.4};

    score_lead(scores, {"1", "ii"}, reference, lists(p_peak, {1.8, 2.8, 3.4, 3.5}));

    CHECK(counts_of(scores, p_peak).invented == 2);
    CHECK(counts_of(scores, qrs_peak).missed == 2);
}

TEST_CASE("Pooled figures count points, record-wise ones strips") {
    PointScores scores;
    score_lead(scores, {"1", "i"}, lists(qrs_peak, {1, 2}), lists(qrs_peak, {1.002, 2.004}));
    score_lead(scores, {"2", "i"}, lists(qrs_peak, {1}), lists(qrs_peak, {1.030}));

    const PointScore& score = scores[qrs_peak];

    CHECK(*mean_of(score.errors_ms()) == Approx(12));
    CHECK(*sd_of(score.errors_ms()) == Approx(std::sqrt((100 + 64 + 324) / 2.0)));
    CHECK(*score.strip_mean_ms() == Approx((3.0 + 30.0) / 2));
    CHECK(*score.strip_sd_ms() == Approx(std::sqrt(2.0)));
    CHECK(score.of_record("2").counts().found == 1);
    CHECK(score.of_lead("i").counts().found == 3);
}

TEST_CASE("F1 is the harmonic mean, and absent where there is no point") {
    CHECK(*Counts{8, 2, 0}.f1() == Approx(100 * 16.0 / 18));
    CHECK(*Counts{8, 2, 0}.sensitivity() == Approx(80));
    CHECK(*Counts{8, 2, 0}.predictivity() == Approx(100));
    CHECK_FALSE(Counts{}.f1());
}

TEST_CASE("Of two channels the better one counts at each point") {
    PointScores scores;

    score_channels(scores, "sel", lists(qrs_onset, {1, 2, 3}),
                   {lists(qrs_onset, {1.01, 2.03}), lists(qrs_onset, {0.98, 1.99})},
                   ChannelRule::best);

    CHECK(scores[qrs_onset].errors_ms()[0] == Approx(10));
    CHECK(scores[qrs_onset].errors_ms()[1] == Approx(-10));
    CHECK(counts_of(scores, qrs_onset).missed == 1);
}

TEST_CASE("What one channel invents alone does not count where the better one counts") {
    const PointLists reference = lists(qrs_peak, {1});
    const PointLists one = lists(qrs_peak, {1, 1.1});
    const PointLists other = lists(qrs_peak, {1});
    const auto invented = [&](const std::vector<PointLists>& channels, ChannelRule rule) {
        PointScores scores;
        score_channels(scores, "sel", reference, channels, rule);
        return counts_of(scores, qrs_peak).invented;
    };

    CHECK(invented({one, other}, ChannelRule::best) == 0);
    CHECK(invented({one, one}, ChannelRule::best) == 1);
    CHECK(invented({one, other}, ChannelRule::first) == 1);
    CHECK(invented({one, other}, ChannelRule::second) == 0);
    CHECK(invented({one, one}, ChannelRule::pooled) == 2);
}

TEST_CASE("Beats that nobody annotated are no invention") {
    PointScores scores;

    score_channels(scores, "sel", lists(qrs_peak, {10}), {lists(qrs_peak, {9, 10, 11})},
                   ChannelRule::first);

    CHECK(counts_of(scores, qrs_peak).found == 1);
    CHECK(counts_of(scores, qrs_peak).invented == 0);
}

TEST_CASE("A P wave is invented between the T end before and the QRS peak") {
    PointLists reference = lists(qrs_peak, {1, 2});
    reference[t_offset] = {1.7};
    PointScores scores;

    score_channels(scores, "sel", reference, {lists(p_peak, {0.5, 0.7, 1.65, 1.7, 1.8, 2.01})},
                   ChannelRule::first);

    CHECK(counts_of(scores, p_peak).invented == 2); // at 0.7 and at 1.8
}

TEST_CASE("A T wave is invented between the QRS end and the next onset") {
    PointLists reference = lists(qrs_peak, {1, 3});
    reference[qrs_offset] = {1.06};
    reference[qrs_onset] = {0.95, 1.5};
    PointScores scores;

    score_channels(scores, "sel", reference, {lists(t_peak, {1.05, 1.3, 1.5, 3.69, 3.71})},
                   ChannelRule::first);

    CHECK(counts_of(scores, t_peak).invented == 2); // at 1.3 and at 3.69
}
