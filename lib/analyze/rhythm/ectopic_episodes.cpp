#include "analyze/rhythm/ectopic_episodes.hpp"

#include "analyze/interpret/criteria.hpp"
#include "analyze/limit.hpp"
#include "analyze/rhythm/episode_over.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace ecg::analyze {
namespace {

constexpr std::size_t around_run = 12;      // own: beats on each side that tell the usual interval
constexpr std::size_t fewest_intervals = 3; // own

bool is_ectopic(const Beat& beat) {
    return beat.label == BeatClass::V || beat.label == BeatClass::S;
}

/// Is beat i ectopic, of the class kind, with normal beats only in the distance - 1 before it?
bool closes_group(const Beats& beats, std::size_t i, std::size_t distance, BeatClass kind) {
    if (i + 1 < distance || beats[i].label != kind) {
        return false;
    }
    for (std::size_t k = i + 1 - distance; k < i; ++k) {
        if (beats[k].label != BeatClass::N || beats[k + 1].after_gap) {
            return false;
        }
    }
    return true;
}

/// The last beat of the last group that follows the group ending at i without a break.
std::size_t last_of_pattern(const Beats& beats, std::size_t i, std::size_t distance) {
    std::size_t last = i;
    while (last + distance < beats.size() && !beats[last + 1].after_gap &&
           closes_group(beats, last + distance, distance, beats[i].label)) {
        last += distance;
    }
    return last;
}

/// Where every distance-th beat is ectopic.
std::vector<Episode> patterns_of(const Beats& beats, std::size_t distance, std::string_view code) {
    std::vector<Episode> episodes;
    std::size_t i = 0;
    while (i < beats.size()) {
        if (!is_ectopic(beats[i]) || !closes_group(beats, i, distance, beats[i].label)) {
            ++i;
            continue;
        }
        const std::size_t last = last_of_pattern(beats, i, distance);
        const auto length = static_cast<double>(last - i);
        if (meets(criteria::pattern_repeats, Count{1 + length / static_cast<double>(distance)})) {
            episodes.push_back(episode_over(beats, i + 1 - distance, last, code));
        }
        i = last + 1;
    }
    return episodes;
}

/// Median N to N interval near the beats first to last; absent with too few of them.
std::optional<Seconds> usual_interval(const Beats& beats, std::size_t first, std::size_t last) {
    std::vector<double> intervals;
    const std::size_t from = first > around_run ? first - around_run : 1;
    for (std::size_t i = from; i < std::min(beats.size(), last + around_run); ++i) {
        if (beats[i - 1].label == BeatClass::N && beats[i].label == BeatClass::N &&
            !beats[i].after_gap) {
            intervals.push_back((beats[i].time - beats[i - 1].time).count());
        }
    }
    return intervals.size() < fewest_intervals ? std::nullopt
                                               : std::optional{Seconds{dsp::median(intervals)}};
}

/// Half of the beats or more look alike; noise that passes for beats does not.
bool has_one_shape(const Beats& beats, std::size_t first, std::size_t last) {
    std::map<int, std::size_t> counts;
    std::size_t most = 0;
    for (std::size_t i = first; i <= last; ++i) {
        most = std::max(most, ++counts[beats[i].shape]);
    }
    return 2 * most >= last - first + 1;
}

/// The run begins early, and is faster than the rhythm that it breaks.
bool breaks_in(const Beats& beats, std::size_t first, std::size_t last) {
    const auto usual = usual_interval(beats, first, last);
    if (!usual || first == 0 || beats[first].after_gap) {
        return true; // there is nothing to compare with
    }
    const Seconds coupling = beats[first].time - beats[first - 1].time;
    const Seconds within =
        (beats[last].time - beats[first].time) / static_cast<double>(last - first);
    return meets(criteria::ventricular_early, Share{coupling / *usual}) && within < *usual;
}

/// The code of the ventricular run of beats first to last; "" when it may as well be artefact.
std::string_view name_of_run(const Beats& beats, std::size_t first, std::size_t last) {
    const Episode run = episode_over(beats, first, last, "");
    if (!has_one_shape(beats, first, last)) {
        return "";
    }
    if (!meets(criteria::ventricular_run, Count{static_cast<double>(run.beats)})) {
        return breaks_in(beats, first, last) ? "VCPL" : "";
    }
    if (!meets(criteria::vt_rate, *run.rate)) {
        return meets(criteria::very_slow, *run.rate) ? "IVR" : "AIVR";
    }
    if (!breaks_in(beats, first, last)) {
        return "";
    }
    return meets(criteria::sustained_vt, run.offset - run.onset) ? "VT" : "NSVT";
}

/// Beats of one class on end without missing signal: the first and the last of each run.
std::vector<std::pair<std::size_t, std::size_t>> runs_of(const Beats& beats, BeatClass kind) {
    std::vector<std::pair<std::size_t, std::size_t>> runs;
    for (std::size_t first = 0; first < beats.size(); ++first) {
        if (beats[first].label != kind) {
            continue;
        }
        std::size_t last = first;
        while (last + 1 < beats.size() && beats[last + 1].label == kind &&
               !beats[last + 1].after_gap) {
            ++last;
        }
        runs.emplace_back(first, last);
        first = last;
    }
    return runs;
}

} // namespace

std::vector<Episode> ectopic_beats(const Beats& beats, const Delineation& waves) {
    std::vector<Episode> episodes;
    for (std::size_t i = 0; i < beats.size(); ++i) {
        if (!is_ectopic(beats[i])) {
            continue;
        }
        Episode episode = episode_over(beats, i, i, beats[i].label == BeatClass::V ? "PVC" : "PAC");
        if (i < waves.size()) {
            episode.onset = waves[i].global.qrs.onset.value_or(beats[i].time);
            episode.offset = waves[i].global.qrs.offset.value_or(beats[i].time);
        }
        episode.certainty = beats[i].certainty;
        episodes.push_back(episode);
    }
    return episodes;
}

std::vector<Episode> ectopic_patterns(const Beats& beats) {
    std::vector<Episode> episodes = patterns_of(beats, 2, "BIGU");
    const std::vector<Episode> third = patterns_of(beats, 3, "TRIGU");
    episodes.insert(episodes.end(), third.begin(), third.end());
    return episodes;
}

std::vector<Episode> ventricular_runs(const Beats& beats) {
    std::vector<Episode> episodes;
    for (const auto& [first, last] : runs_of(beats, BeatClass::V)) {
        const auto code = last > first ? name_of_run(beats, first, last) : std::string_view{};
        if (!code.empty()) {
            Episode run = episode_over(beats, first, last, code);
            run.reason =
                std::to_string(run.beats) + " ventricular beats, rate " + text_of(*run.rate);
            episodes.push_back(run);
        }
    }
    return episodes;
}

std::vector<Episode> supraventricular_runs(const Beats& beats) {
    std::vector<Episode> episodes;
    for (const auto& [first, last] : runs_of(beats, BeatClass::S)) {
        Episode run = episode_over(beats, first, last, "PSVT");
        if (meets(criteria::ventricular_run, Count{static_cast<double>(run.beats)}) &&
            meets(criteria::fast, *run.rate)) {
            run.reason =
                std::to_string(run.beats) + " supraventricular beats, rate " + text_of(*run.rate);
            episodes.push_back(run);
        }
    }
    return episodes;
}

std::vector<Episode> pauses(const Beats& beats) {
    std::vector<Episode> episodes;
    for (std::size_t i = 1; i < beats.size(); ++i) {
        const Seconds rr = beats[i].time - beats[i - 1].time;
        if (beats[i].after_gap || !meets(criteria::pause, rr)) {
            continue;
        }
        Episode episode;
        episode.code = "PAUSE";
        episode.onset = beats[i - 1].time;
        episode.offset = beats[i].time;
        episode.certainty = std::min(beats[i - 1].certainty, beats[i].certainty);
        episode.reason = reason_for("RR", rr, criteria::pause);
        episodes.push_back(episode);
    }
    return episodes;
}

} // namespace ecg::analyze
