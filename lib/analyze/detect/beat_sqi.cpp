#include "analyze/detect/beat_sqi.hpp"

#include "common/text.hpp"

#include <algorithm>

namespace ecg::analyze {
namespace {

constexpr Seconds match{0.15};
constexpr Seconds window_length{10};
constexpr Seconds step{5};
constexpr double doubtful = 0.5; // what a clean lead has when every T wave is taken for a beat

/// Those of the window, from the first to behind the last.
std::pair<std::size_t, std::size_t> within(const std::vector<Seconds>& times, SqiWindow window) {
    const auto from = std::lower_bound(times.begin(), times.end(), window.from);
    const auto to = std::lower_bound(from, times.end(), window.to);
    return {static_cast<std::size_t>(from - times.begin()),
            static_cast<std::size_t>(to - times.begin())};
}

/// Of those that are there; absent when none is.
std::optional<double> mean_of(const std::vector<std::optional<double>>& values) {
    double sum = 0;
    double count = 0;
    for (const auto& value : values) {
        sum += value.value_or(0);
        count += value ? 1 : 0;
    }
    return count > 0 ? std::optional{sum / count} : std::nullopt;
}

} // namespace

std::optional<double> beat_sqi(const std::vector<Seconds>& first,
                               const std::vector<Seconds>& second, SqiWindow window) {
    auto [i, first_end] = within(first, window);
    auto [k, second_end] = within(second, window);
    const std::size_t beats = (first_end - i) + (second_end - k);
    std::size_t matched = 0;
    while (i < first_end && k < second_end) {
        if (first[i] + match < second[k]) {
            ++i;
        } else if (second[k] + match < first[i]) {
            ++k;
        } else {
            ++matched;
            ++i;
            ++k;
        }
    }
    const std::size_t in_either = beats - matched;
    return in_either < 2
               ? std::nullopt
               : std::optional{static_cast<double>(matched) / static_cast<double>(in_either)};
}

std::vector<LeadQuality> with_beat_sqi(std::vector<LeadQuality> quality, const Detection& detection,
                                       SqiWindow whole) {
    std::vector<Seconds> all;
    all.reserve(detection.beats.size());
    for (const Beat& beat : detection.beats) {
        all.push_back(beat.time);
    }
    const Seconds beside = (window_length - step) / 2;
    for (std::size_t l = 0; l < quality.size(); ++l) {
        const auto& own = detection.lead_beats[l];
        if (!own) {
            continue;
        }
        LeadQuality& lead = quality[l];
        lead.beat_sqi_course.from = whole.from;
        for (Seconds from = whole.from; from < whole.to; from += step) {
            lead.beat_sqi_course.values.push_back(
                beat_sqi(all, *own, {from - beside, from + step + beside}));
        }
        lead.beat_sqi = mean_of(lead.beat_sqi_course.values);
        if (lead.beat_sqi && *lead.beat_sqi < doubtful) {
            lead.verdict = std::max(lead.verdict, Verdict::fair);
            lead.reasons.push_back("doubtful beats: beat index " +
                                   format_number(*lead.beat_sqi, 2));
        }
    }
    return quality;
}

std::optional<Absence> missing_beat_sqi(const std::vector<LeadQuality>& quality) {
    const bool any = std::any_of(quality.begin(), quality.end(),
                                 [](const LeadQuality& q) { return q.beat_sqi.has_value(); });
    if (any) {
        return std::nullopt;
    }
    const bool looked = std::any_of(quality.begin(), quality.end(),
                                    [](const LeadQuality& q) { return q.verdict != Verdict::bad; });
    return Absence{"quality.beat_sqi",
                   looked ? "fewer than two beats in ten seconds" : "no lead is usable"};
}

} // namespace ecg::analyze
