#include "report/rate_extremes.hpp"

#include <algorithm>
#include <span>

namespace ecg::report {
namespace {

/// Where the ventricles fibrillate; what passes for beats there is none.
std::vector<Stretch> fibrillations_of(const Rhythm& rhythm) {
    std::vector<Stretch> found;
    for (const Episode& episode : rhythm.episodes) {
        if (episode.code == "VF") {
            found.push_back({episode.onset, episode.offset});
        }
    }
    return found;
}

bool lies_in(const std::vector<Stretch>& stretches, Seconds time) {
    return std::any_of(stretches.begin(), stretches.end(), [time](const Stretch& stretch) {
        return time >= stretch.from && time <= stretch.to;
    });
}

/// The interval that ends at each beat; absent for the first, behind a gap, and where the
/// ventricles fibrillate.
std::vector<std::optional<Seconds>> intervals_of(const Analysis& analysis) {
    std::vector<std::optional<Seconds>> intervals;
    const Beats& beats = analysis.beats;
    const std::vector<Stretch> fibrillation = fibrillations_of(analysis.rhythm);
    bool before = false;
    for (std::size_t i = 0; i < beats.size(); ++i) {
        const bool counts = !lies_in(fibrillation, beats[i].time);
        const bool whole = i > 0 && counts && before && !beats[i].after_gap;
        intervals.push_back(whole ? std::optional{beats[i].time - beats[i - 1].time}
                                  : std::nullopt);
        before = counts;
    }
    return intervals;
}

BeatsPerMinute rate_of(std::size_t intervals, Seconds span) {
    return BeatsPerMinute{60 * static_cast<double>(intervals) / span.count()};
}

} // namespace

RateExtremes rate_extremes(const Analysis& analysis) {
    RateExtremes extremes;
    const Beats& beats = analysis.beats;
    const auto intervals = intervals_of(analysis);
    std::size_t unbroken = 0;
    for (std::size_t i = 0; i < intervals.size(); ++i) {
        unbroken = intervals[i] ? unbroken + 1 : 0;
        if (intervals[i] &&
            (!extremes.longest_interval || *intervals[i] > extremes.longest_interval->length())) {
            extremes.longest_interval = Stretch{beats[i - 1].time, beats[i].time};
        }
        if (unbroken < intervals_of_rate) {
            continue;
        }
        const Stretch over{beats[i - intervals_of_rate].time, beats[i].time};
        const RateOver here{over, rate_of(intervals_of_rate, over.length())};
        if (!extremes.fastest || here.rate > extremes.fastest->rate) {
            extremes.fastest = here;
        }
        if (!extremes.slowest || here.rate < extremes.slowest->rate) {
            extremes.slowest = here;
        }
    }
    if (extremes.fastest && !(extremes.fastest->rate > extremes.slowest->rate)) {
        extremes.fastest = std::nullopt;
        extremes.slowest = std::nullopt;
    }
    return extremes;
}

BeatsWithin beats_within(const Analysis& analysis, Stretch stretch) {
    const std::vector<Stretch> fibrillation = fibrillations_of(analysis.rhythm);
    const auto before = [](const Beat& beat, Seconds time) { return beat.time < time; };
    const auto all = std::span{analysis.beats};
    const auto first = std::lower_bound(all.begin(), all.end(), stretch.from, before);
    const auto end = std::lower_bound(first, all.end(), stretch.to, before);

    BeatsWithin within;
    Seconds span{};
    std::size_t intervals = 0;
    const Beat* last = nullptr;
    for (auto beat = first; beat != end; ++beat) {
        if (lies_in(fibrillation, beat->time)) {
            last = nullptr;
            continue;
        }
        within.beats.push_back(*beat);
        if (last != nullptr && !beat->after_gap) {
            span += beat->time - last->time;
            ++intervals;
        }
        last = &*beat;
    }
    if (intervals > 1) {
        within.rate = rate_of(intervals, span);
    }
    return within;
}

} // namespace ecg::report
