#include "analyze/classify/beat_timing.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <cmath>

using namespace ecg;
using namespace ecg::analyze;

namespace {

/// Beats with these intervals between them, s.
Beats beats_with(const std::vector<double>& intervals) {
    Beats beats(1);
    for (const double rr : intervals) {
        Beat next;
        next.time = beats.back().time + Seconds{rr};
        beats.push_back(next);
    }
    return beats;
}

BeatTiming all_alike(const Beats& beats) {
    return {beats, std::vector<bool>(beats.size(), true)};
}

std::vector<double> times(std::size_t count, double rr) {
    return std::vector<double>(count, rr);
}

std::vector<double> joined(std::vector<double> a, const std::vector<double>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

std::ptrdiff_t count(const std::vector<bool>& flags) {
    return std::count(flags.begin(), flags.end(), true);
}

} // namespace

TEST_CASE("A sudden run without a pause is one, from its first early beat to its last") {
    const auto beats = beats_with(joined(joined(times(20, 0.8), times(9, 0.4)), times(10, 0.8)));
    Pace pace;

    const auto runs = find_runs(all_alike(beats), pace);

    CHECK(count(runs) == 9);
    CHECK(runs[21]);
    CHECK(runs[29]);
    CHECK_FALSE(runs[30]);
}

TEST_CASE("A single early beat is no run, nor are a rate that climbs and one below 100 a minute") {
    Pace single;
    auto early = times(20, 0.8);
    early[10] = 0.5;
    early[11] = 1.1;
    CHECK(count(find_runs(all_alike(beats_with(early)), single)) == 0);

    Pace climbing;
    std::vector<double> rising;
    for (int i = 0; i < 60; ++i) {
        rising.push_back(0.9 * std::pow(0.985, i));
    }
    CHECK(count(find_runs(all_alike(beats_with(rising)), climbing)) == 0);

    Pace slow;
    CHECK(count(find_runs(all_alike(beats_with(joined(times(20, 1.2), times(9, 0.8)))), slow)) ==
          0);
}

TEST_CASE("A run goes on in the next minute") {
    Pace pace;
    find_runs(all_alike(beats_with(joined(times(20, 0.8), times(5, 0.4)))), pace);

    const auto runs = find_runs(all_alike(beats_with(joined(times(6, 0.4), times(10, 0.8)))), pace);

    CHECK(count(runs) == 6);
}

TEST_CASE("The usual interval is that between dominant beats, and a gap has none") {
    auto beats = beats_with({0.8, 0.8, 0.5, 1.1, 0.8, 0.8, 0.8});
    beats[6].after_gap = true;
    std::vector<bool> dominant(beats.size(), true);
    dominant[3] = false; // the early one

    const BeatTiming timing{beats, dominant};

    CHECK(timing.usual(3).value() == Approx(0.8));
    CHECK(timing.before(3).value() == Approx(0.5));
    CHECK_FALSE(timing.before(0));
    CHECK_FALSE(timing.before(6));
    CHECK_FALSE(timing.after(7));
}

TEST_CASE("Intervals that repeat in a pattern are not uneven, those that wander are") {
    const auto uneven = [](const std::vector<double>& pattern) {
        std::vector<double> intervals;
        for (int round = 0; round < 6; ++round) {
            intervals = joined(intervals, pattern);
        }
        const auto timing = all_alike(beats_with(intervals));
        return timing.uneven_of_all(timing.size() / 2);
    };

    CHECK(uneven({0.8}) == Approx(0).margin(1e-9));
    CHECK(uneven({0.5, 1.1}) == Approx(0).margin(1e-9));
    CHECK(uneven({0.8, 0.5, 1.1}) == Approx(0).margin(1e-9));
    CHECK(uneven({0.6, 0.9, 0.5, 1.2, 0.7, 1.0, 0.55}) > 0.1);
}
