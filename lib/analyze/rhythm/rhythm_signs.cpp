#include "analyze/rhythm/rhythm_signs.hpp"

#include "analyze/interpret/criteria.hpp"
#include "analyze/limit.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ecg::analyze {
namespace {

constexpr std::size_t fewest_steps = 6;    // own: below it chance looks like a pattern
constexpr std::size_t fewest_repeats = 4;  // own: of a pattern
constexpr std::size_t sure_repeats = 6;    // own
constexpr double exact = 0.01;             // own: of the mean interval
constexpr double exact_share = 0.3;        // own: of the usual step
constexpr double shortest_step = 0.001;    // s, own: finer ones are as good as none
constexpr std::size_t fewest_sinus = 3;    // own: below it, all intervals tell the rate
constexpr double likeness = 0.08;          // own: intervals that differ by less are alike
constexpr std::size_t compared_with = 11;  // own: as many as a dozen intervals hold
constexpr double most_left = 2;            // own: a pattern that leaves more is none
constexpr std::size_t longest_pattern = 4; // beats: quadrigeminy
constexpr double pause_share = 1.5;        // own: a longer interval is a pause or a missed beat
constexpr double jump = 0.30;              // own
constexpr Milliseconds pr_tolerance{20};   // a conducted P keeps its distance [surawicz-2008]

bool is_supraventricular(const Beat& beat) {
    return beat.label == BeatClass::N || beat.label == BeatClass::S;
}

/// Intervals in seconds to each beat of range but its first; absent where they do not count.
template <class Counts>
std::vector<std::optional<double>> intervals_of(const Beats& beats, BeatRange range,
                                                Counts counts) {
    std::vector<std::optional<double>> intervals;
    for (std::size_t i = range.first + 1; i < range.last; ++i) {
        const bool whole = !beats[i].after_gap && counts(beats[i - 1]) && counts(beats[i]);
        intervals.push_back(whole ? std::optional{(beats[i].time - beats[i - 1].time).count()}
                                  : std::nullopt);
    }
    return intervals;
}

std::vector<double> present(const std::vector<std::optional<double>>& intervals) {
    std::vector<double> values;
    for (const auto& interval : intervals) {
        if (interval) {
            values.push_back(*interval);
        }
    }
    return values;
}

/// |interval - the one lag before|, where all between them count as well.
std::vector<double> differences(const std::vector<std::optional<double>>& intervals,
                                std::size_t lag) {
    std::vector<double> found;
    std::size_t run = 0; // intervals on end that count
    for (std::size_t i = 0; i < intervals.size(); ++i) {
        run = intervals[i] ? run + 1 : 0;
        if (run > lag) {
            found.push_back(std::abs(*intervals[i] - *intervals[i - lag]));
        }
    }
    return found;
}

void read_pattern(const std::vector<std::optional<double>>& intervals, double usual_step,
                  double mean, RhythmSigns& signs) {
    signs.pattern_share = most_left;
    for (std::size_t lag = 2; lag <= longest_pattern; ++lag) {
        const auto found = differences(intervals, lag);
        if (found.size() < fewest_repeats) {
            continue;
        }
        const double left = dsp::median(found);
        const double share = left / std::max(usual_step, shortest_step);
        signs.pattern_share = std::min(signs.pattern_share, share);
        signs.repeats = signs.repeats || (found.size() >= sure_repeats && share < exact_share &&
                                          left < exact * mean);
    }
}

void read_likeness(const std::vector<double>& values, RhythmSigns& signs) {
    for (std::size_t i = 1; i < values.size(); ++i) {
        for (std::size_t k = i < compared_with ? 0 : i - compared_with; k < i; ++k) {
            const double mean = (values[i] + values[k]) / 2;
            signs.alike += std::abs(values[i] - values[k]) < likeness * mean ? 1U : 0U;
            ++signs.compared;
        }
    }
}

void read_irregularity(const std::vector<std::optional<double>>& intervals, RhythmSigns& signs) {
    const std::vector<double> values = present(intervals);
    const std::vector<double> steps = differences(intervals, 1);
    signs.intervals = values.size();
    read_likeness(values, signs);
    if (steps.empty()) {
        return;
    }
    double squares = 0;
    for (const double step : steps) {
        squares += step * step;
    }
    signs.rmssd_share = std::sqrt(squares / static_cast<double>(steps.size())) / dsp::mean(values);
    if (steps.size() >= fewest_steps) {
        read_pattern(intervals, dsp::median(steps), dsp::mean(values), signs);
    }
}

/// From P to QRS by their peaks, or by their onsets where a peak is missing.
std::optional<double> p_distance(const Waves& waves) {
    if (waves.p.peak && waves.qrs.peak) {
        return (*waves.qrs.peak - *waves.p.peak).count();
    }
    if (waves.p.onset && waves.qrs.onset) {
        return (*waves.qrs.onset - *waves.p.onset).count();
    }
    return std::nullopt;
}

/// From onset to onset.
std::optional<Milliseconds> pr_of(const Waves& waves) {
    return waves.p.onset && waves.qrs.onset
               ? std::optional<Milliseconds>{*waves.qrs.onset - *waves.p.onset}
               : std::nullopt;
}

/// At a rate at which P runs into the T before it, that T may be all there is.
bool is_free_of_t(const Wave& p, const RhythmSigns& signs) {
    return p.onset || !signs.sinus_rate || !meets(criteria::svt_rate, *signs.sinus_rate);
}

/// A P that repeats stands at the same distance before most beats; noise and f waves do not.
void read_p_waves(const Beats& beats, const Delineation& waves, BeatRange range,
                  RhythmSigns& signs) {
    std::vector<double> distances;
    std::vector<double> pr;
    for (std::size_t i = range.first; i < std::min(range.last, waves.size()); ++i) {
        if (beats[i].label != BeatClass::N || waves[i].global.qrs.empty()) {
            continue;
        }
        ++signs.p_asked;
        const auto distance = p_distance(waves[i].global);
        if (distance && is_free_of_t(waves[i].global.p, signs)) {
            distances.push_back(*distance);
        }
        if (const auto interval = pr_of(waves[i].global)) {
            pr.push_back(interval->count());
        }
    }
    const bool is_conducted =
        pr.empty() || meets(criteria::sinus_pr, Milliseconds{dsp::median(pr)});
    if (distances.empty() || !is_conducted) {
        return;
    }
    const double usual = dsp::median(distances);
    for (const double distance : distances) {
        signs.p_found += std::abs(distance - usual) <= Seconds{pr_tolerance}.count() ? 1U : 0U;
    }
}

std::size_t count_jumps(const std::vector<std::optional<double>>& nn) {
    std::size_t jumps = 0;
    for (std::size_t i = 1; i < nn.size(); ++i) {
        if (nn[i] && nn[i - 1] && std::abs(*nn[i] - *nn[i - 1]) > jump * *nn[i - 1]) {
            ++jumps;
        }
    }
    return jumps;
}

} // namespace

RhythmSigns read_signs(const Beats& beats, const Delineation& waves, BeatRange range) {
    RhythmSigns signs;
    const auto all = present(intervals_of(beats, range, [](const Beat&) { return true; }));
    if (!all.empty()) {
        signs.rate = BeatsPerMinute{60 / dsp::mean(all)};
    }
    read_irregularity(intervals_of(beats, range, is_supraventricular), signs);
    const auto nn =
        intervals_of(beats, range, [](const Beat& b) { return b.label == BeatClass::N; });
    const auto sinus = present(nn);
    signs.sinus_rate =
        sinus.size() < fewest_sinus ? signs.rate : BeatsPerMinute{60 / dsp::median(sinus)};
    signs.jumps = count_jumps(nn);
    read_p_waves(beats, waves, range, signs);
    return signs;
}

std::optional<IntervalSpread> spread_of(const Beats& beats, BeatRange range) {
    auto nn =
        present(intervals_of(beats, range, [](const Beat& b) { return b.label == BeatClass::N; }));
    if (nn.size() < fewest_sinus) {
        return std::nullopt;
    }
    const double longest_breath = pause_share * dsp::median(nn);
    std::erase_if(nn, [&](double interval) { return interval > longest_breath; });
    const auto [shortest, longest] = std::minmax_element(nn.begin(), nn.end());
    return IntervalSpread{Seconds{*longest - *shortest}, Seconds{dsp::mean(nn)}};
}

} // namespace ecg::analyze
