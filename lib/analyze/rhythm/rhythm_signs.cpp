#include "analyze/rhythm/rhythm_signs.hpp"

#include "analyze/interpret/criteria.hpp"
#include "analyze/limit.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ecg::analyze {
namespace {

constexpr std::size_t fewest_intervals = 6; // own: below it chance looks like disorder
constexpr std::size_t fewest_sinus = 3;     // own: below it, all intervals tell the rate
constexpr double irregular_rmssd = 0.10;    // of the mean interval [dash-2009]
constexpr double irregular_step = 0.05;     // own: most intervals differ, not some ectopic ones
constexpr double random_turning = 2.0 / 3;  // of a random series [dash-2009]
constexpr double turning_deviations = 3;    // own: how far from it a short series may be
constexpr double pattern_step = 0.3;        // own: the same place in the pattern differs so little
constexpr std::size_t longest_pattern = 4;  // beats: quadrigeminy
constexpr double pause_share = 1.5;         // own: a longer interval is a pause or a missed beat
constexpr double jump = 0.30;               // own
constexpr Milliseconds pr_tolerance{20};    // a conducted P keeps its distance [surawicz-2008]

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

bool has_pattern(const std::vector<std::optional<double>>& intervals, double usual_step) {
    for (std::size_t lag = 2; lag <= longest_pattern; ++lag) {
        const auto found = differences(intervals, lag);
        if (found.size() >= fewest_intervals - longest_pattern &&
            dsp::median(found) < pattern_step * usual_step) {
            return true;
        }
    }
    return false;
}

void read_turning_points(const std::vector<std::optional<double>>& intervals, RhythmSigns& signs) {
    std::size_t turning = 0;
    for (std::size_t i = 1; i + 1 < intervals.size(); ++i) {
        if (intervals[i - 1] && intervals[i] && intervals[i + 1]) {
            const double before = *intervals[i] - *intervals[i - 1];
            const double after = *intervals[i + 1] - *intervals[i];
            turning += before * after < 0 ? 1U : 0U;
            ++signs.turning_asked;
        }
    }
    if (signs.turning_asked > 0) {
        signs.turning_share =
            static_cast<double>(turning) / static_cast<double>(signs.turning_asked);
    }
}

void read_irregularity(const std::vector<std::optional<double>>& intervals, RhythmSigns& signs) {
    const std::vector<double> values = present(intervals);
    const std::vector<double> steps = differences(intervals, 1);
    signs.intervals = values.size();
    if (steps.empty()) {
        return;
    }
    double squares = 0;
    for (const double step : steps) {
        squares += step * step;
    }
    const double usual_step = dsp::median(steps);
    signs.rmssd_share = std::sqrt(squares / static_cast<double>(steps.size())) / dsp::mean(values);
    signs.step_share = usual_step / dsp::median(values);
    signs.repeats = has_pattern(intervals, usual_step);
    read_turning_points(intervals, signs);
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
        if (const auto distance = p_distance(waves[i].global)) {
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

bool RhythmSigns::irregular() const {
    if (intervals < fewest_intervals || turning_asked == 0) {
        return false;
    }
    const auto n = static_cast<double>(turning_asked);
    const double deviation = std::sqrt((16 * (n + 2) - 29) / 90) / n; // of a random series
    return rmssd_share > irregular_rmssd && step_share > irregular_step && !repeats &&
           std::abs(turning_share - random_turning) <= turning_deviations * deviation;
}

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
