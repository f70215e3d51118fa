#include "analyze/measure/nn_statistics.hpp"
#include "nn_series.hpp"

using namespace ecg;
using test::close_to;
using test::known_series;
using test::unbroken;

namespace {

const HrvSettings usual;

analyze::NnStatistics described(const std::vector<double>& nn_ms) {
    return analyze::describe_nn(unbroken(nn_ms), usual);
}

/// The histogram of count[i] intervals in the middle of bin first + i.
analyze::HistogramStatistics histogram_of(int first, const std::vector<int>& counts) {
    std::vector<double> nn;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        nn.insert(nn.end(), static_cast<std::size_t>(counts[i]),
                  (first + static_cast<double>(i) + 0.5) * 7.8125);
    }
    return analyze::describe_histogram(unbroken(nn), usual);
}

} // namespace

TEST_CASE("SDNN, SDSD and the Poincaré axes are taken with n - 1") {
    const auto statistics = described({125, 250, 100, 300});

    CHECK(statistics.mean->count() == Approx(193.75));
    CHECK(statistics.sdnn->count() == Approx(96.555252));
    CHECK(statistics.rmssd->count() == Approx(161.374306));
    CHECK(statistics.sdsd->count() == Approx(184.277870));
    CHECK(statistics.sd1->count() == Approx(130.304131));
    CHECK(statistics.sd2->count() == Approx(40.824829));
}

TEST_CASE("pNN50 is a share of the differences: fifteen intervals, each step 60 ms, give 100 %") {
    std::vector<double> nn;
    for (int i = 0; i < 15; ++i) {
        nn.push_back(1100 + 60 * i);
    }

    const auto statistics = described(nn);

    CHECK(statistics.intervals == 15);
    CHECK(statistics.nn50 == 14);
    CHECK(statistics.differences == 14);
    CHECK(*statistics.pnn50 == 100);
    CHECK(statistics.rmssd->count() == Approx(60));
    CHECK(statistics.sdsd->count() == Approx(0).margin(1e-9));
}

TEST_CASE("A difference of exactly 50 ms does not count for pNN50") {
    const auto statistics = described({800, 850, 901, 901, 951});

    CHECK(statistics.nn50 == 1);
    CHECK(*statistics.pnn50 == Approx(25));
}

TEST_CASE("Differences are taken between adjoining intervals only") {
    auto intervals = unbroken({800, 800, 800, 900, 900, 900});
    intervals[3].adjoins = false;

    const auto statistics = analyze::describe_nn(intervals, usual);

    CHECK(statistics.differences == 4);
    CHECK(statistics.rmssd->count() == 0);
    CHECK(statistics.sdnn->count() == Approx(std::sqrt(3000.0)));
}

TEST_CASE("Two intervals have an SDNN, three a RMSSD too") {
    CHECK_FALSE(described({}).mean);
    CHECK(described({800}).mean->count() == 800);
    CHECK_FALSE(described({800}).sdnn);
    CHECK(described({800, 820}).sdnn->count() == Approx(20 / std::sqrt(2.0)));
    CHECK_FALSE(described({800, 820}).rmssd);
    CHECK(described({800, 820, 840}).rmssd->count() == Approx(20));
}

TEST_CASE("Time domain figures are numpy's, to 0.1 %") {
    const auto statistics = described(known_series(1500));

    CHECK(statistics.mean->count() == close_to(901.744238));
    CHECK(statistics.sdnn->count() == close_to(54.787338));
    CHECK(statistics.rmssd->count() == close_to(33.655967));
    CHECK(statistics.sdsd->count() == close_to(33.667177));
    CHECK(statistics.nn50 == 225);
    CHECK(*statistics.pnn50 == close_to(15.010007));
    CHECK(statistics.sd1->count() == close_to(23.806289));
    CHECK(statistics.sd2->count() == close_to(73.733069));
}

TEST_CASE(
    "SDANN is the deviation of the means of five minutes, the SDNN index the mean of theirs") {
    std::vector<double> nn;
    for (const double mean : {800.0, 1000.0, 600.0}) { // 300 s each
        for (int i = 0; i < 300'000 / static_cast<int>(mean); ++i) {
            nn.push_back(mean + (i % 2 == 0 ? 10 : -10));
        }
    }

    const auto statistics = analyze::describe_segments(unbroken(nn), usual);

    CHECK(statistics.segments == 3);
    CHECK(statistics.sdann->count() == close_to(200));
    const double by_hand =
        10 * (std::sqrt(375.0 / 374) + std::sqrt(300.0 / 299) + std::sqrt(500.0 / 499)) / 3;
    CHECK(statistics.sdnn_index->count() == close_to(by_hand));
}

TEST_CASE("SDANN and the SDNN index are numpy's, to 0.1 %") {
    const auto statistics = analyze::describe_segments(unbroken(known_series(1500)), usual);

    CHECK(statistics.segments == 5);
    CHECK(statistics.sdann->count() == close_to(1.368263));
    CHECK(statistics.sdnn_index->count() == close_to(55.019196));
}

TEST_CASE("A segment that is not filled to a half does not count, and one alone has no SDANN") {
    const auto of_beats = [](std::size_t count) {
        return analyze::describe_segments(unbroken(std::vector<double>(count, 1000)), usual);
    };

    CHECK(of_beats(149).segments == 0);
    CHECK_FALSE(of_beats(149).sdnn_index);
    CHECK(of_beats(449).segments == 1);
    CHECK(of_beats(449).sdnn_index);
    CHECK_FALSE(of_beats(449).sdann);
    CHECK(of_beats(450).sdann);
}

TEST_CASE("A hole of an hour between two segments stays a hole") {
    auto intervals = unbroken(std::vector<double>(600, 1000));
    for (std::size_t i = 300; i < 600; ++i) {
        intervals[i].end += Seconds{3600};
        intervals[i].length += Milliseconds{100};
    }

    const auto statistics = analyze::describe_segments(intervals, usual);

    CHECK(statistics.segments == 2);
    CHECK(statistics.sdann->count() == Approx(100 / std::sqrt(2.0)));
}

TEST_CASE("The triangular index is the number of intervals over the height of the histogram") {
    CHECK(*histogram_of(100, {5, 10, 20, 10, 5}).triangular_index == Approx(2.5));
    CHECK(*histogram_of(100, {7}).triangular_index == 1);
    CHECK_FALSE(histogram_of(100, {}).triangular_index);
}

TEST_CASE("TINN is the base of a histogram that is a triangle") {
    CHECK(histogram_of(100, {5, 10, 15, 20, 15, 10, 5}).tinn->count() == Approx(8 * 7.8125));
    CHECK(histogram_of(100, {10, 20, 15, 10, 5}).tinn->count() == Approx(6 * 7.8125));
}

TEST_CASE("A few far intervals hardly move TINN") {
    const double alone = histogram_of(100, {50, 100, 150, 200, 150, 100, 50}).tinn->count();
    const double beside =
        histogram_of(100, {50, 100, 150, 200, 150, 100, 50, 0, 0, 0, 0, 0, 1}).tinn->count();

    CHECK(beside == Approx(alone));
}

TEST_CASE("Triangular index and TINN are those of a search over all triangles in numpy") {
    const auto statistics = analyze::describe_histogram(unbroken(known_series(1500)), usual);

    CHECK(*statistics.triangular_index == close_to(14.705882));
    CHECK(statistics.tinn->count() == close_to(250.0));
}
