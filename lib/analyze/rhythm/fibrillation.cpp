#include "analyze/rhythm/fibrillation.hpp"

#include "analyze/interpret/criteria.hpp"
#include "analyze/limit.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::analyze {
namespace {

constexpr std::size_t look_beats = 13; // a dozen intervals, as [lake-2011]

// Logistic regression over a dozen beats at a time: 180 records of CinC 2017, 100 of LUDB, 120 of
// PTB-XL, 50 of CPSC 2018, MIT-BIH DS1 and record 221 as QTDB has it, each weighing about alike.
// With these weights alone held out (10-fold) F1 on CinC 2017 was about that of all; what they
// weigh, and the rules below, were chosen with all of these records in view.
constexpr double base = -0.3;
constexpr double by_likeness = -2.6; // of the natural logarithm of the share of intervals alike
constexpr double by_pattern = -1.15; // of how much of the difference a pattern leaves
constexpr double by_p = -4.9;        // of the share of beats with a P at the usual distance
constexpr std::size_t fewest_intervals = 6; // own: below it chance looks like disorder
constexpr double with_order = -2; // own: at most, where a pattern repeats or intervals drift
constexpr double drift = 1.8;     // own: what lags leave of the usual step; 2 on a straight line

// So long a run is no matter of chance: its odds must be better than even.
constexpr Seconds long_run{120}; // own
constexpr double least_of_long_run = 0.5;

// What is thought before anything is seen, and how many looks it outweighs.
constexpr double pairs_before = 3;
constexpr double alike_before = 0.4;
constexpr double beats_before = 1;
constexpr double p_before = 0.3;

// Log odds that the rhythm's turning into another must outweigh: own. Where fibrillation ends, the
// sinus node often takes its time.
constexpr double change = 30;
constexpr double change_at_pause = 10;
constexpr double long_for_pause = 3;   // own: times the usual interval of …
constexpr std::size_t usual_over = 12; // … so many before it

double share(std::size_t found, std::size_t of, double before, double weight) {
    return (static_cast<double>(found) + before * weight) / (static_cast<double>(of) + weight);
}

double odds_of_signs(const RhythmSigns& signs) {
    return base +
           by_likeness * std::log(share(signs.alike, signs.compared, alike_before, pairs_before)) +
           by_pattern * signs.pattern_share +
           by_p * share(signs.p_found, signs.p_asked, p_before, beats_before);
}

/// One beat of the course: what speaks for fibrillation, and what a change at it costs.
struct Step {
    double odds;
    double price;
};

/// The sequence of states that gathers the most odds, each change of state paid for [forney-1973].
std::vector<bool> best_course(const std::vector<Step>& steps) {
    std::vector<bool> came_from_there(steps.size()); // into fibrillation, from fibrillation
    std::vector<bool> came_from_other(steps.size()); // out of it or beside it, from beside it
    double there = 0;
    double other = 0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const auto [odds, price] = steps[i];
        came_from_there[i] = there >= other - price;
        came_from_other[i] = other >= there - price;
        const double stays_other = std::max(other, there - price);
        there = std::max(there, other - price) + odds;
        other = stays_other;
    }
    std::vector<bool> course(steps.size());
    bool state = there > other;
    for (std::size_t i = steps.size(); i-- > 0;) {
        course[i] = state;
        state = state ? came_from_there[i] : !came_from_other[i];
    }
    return course;
}

/// Whether the interval before the beat is a pause, and long beside those before it.
bool is_after_pause(const Beats& beats, BeatRange part, std::size_t beat) {
    const Seconds interval = beats[beat].time - beats[beat - 1].time;
    if (beats[beat].after_gap || !meets(criteria::pause, interval)) {
        return false;
    }
    std::vector<double> usual;
    for (std::size_t i = beat - 1; i > part.first && usual.size() < usual_over; --i) {
        usual.push_back((beats[i].time - beats[i - 1].time).count());
    }
    return !usual.empty() && interval.count() >= long_for_pause * dsp::median(usual);
}

/// The course's steps from one pause to the next: no look goes across one.
void append_steps(const Beats& beats, const Delineation& waves, BeatRange stretch,
                  std::vector<Step>& steps) {
    std::size_t seen_first = beats.size();
    for (std::size_t i = stretch.first; i < stretch.last; ++i) {
        const BeatRange range = around(i, look_beats, stretch);
        const bool is_same = range.first == seen_first;
        const double odds =
            is_same ? steps.back().odds : odds_of_signs(read_signs(beats, waves, range));
        steps.push_back({odds, i == stretch.first ? change_at_pause : change});
        seen_first = range.first;
    }
}

std::vector<Step> steps_of(const Beats& beats, const Delineation& waves, BeatRange part) {
    std::vector<Step> steps;
    BeatRange stretch{part.first, part.first};
    for (std::size_t i = part.first + 1; i <= part.last; ++i) {
        if (i == part.last || is_after_pause(beats, part, i)) {
            stretch.last = i;
            append_steps(beats, waves, stretch, steps);
            stretch.first = i;
        }
    }
    return steps;
}

} // namespace

double fibrillation_odds(const RhythmSigns& signs) {
    const bool has_order = signs.repeats || signs.pattern_share > drift;
    const bool is_known = signs.intervals >= fewest_intervals;
    const double odds = odds_of_signs(signs);
    return has_order || !is_known ? std::min(odds, with_order) : odds;
}

BeatRange around(std::size_t place, std::size_t count, BeatRange part) {
    const std::size_t wanted = std::min(count, part.size());
    const std::size_t half = wanted / 2;
    const std::size_t earliest = place > part.first + half ? place - half : part.first;
    const std::size_t first = std::min(earliest, part.last - wanted);
    return {first, first + wanted};
}

std::vector<bool> find_fibrillation(const Beats& beats, const Delineation& waves, BeatRange part) {
    std::vector<bool> there = best_course(steps_of(beats, waves, part));
    for (auto from = there.begin(); from != there.end();) {
        const auto to = std::find(from, there.end(), !*from);
        const auto first = part.first + static_cast<std::size_t>(from - there.begin());
        const BeatRange run{first, first + static_cast<std::size_t>(to - from)};
        const Seconds lasts = beats[run.last - 1].time - beats[run.first].time;
        const double least = lasts < long_run ? 0 : least_of_long_run;
        if (*from && fibrillation_odds(read_signs(beats, waves, run)) <= least) {
            std::fill(from, to, false);
        }
        from = to;
    }
    return there;
}

} // namespace ecg::analyze
