#include "report/trend_summary.hpp"

#include "common/text.hpp"
#include "report/episode_kinds.hpp"
#include "report/heart_rate_plot.hpp"
#include "report/rate_extremes.hpp"
#include "report/rhythm_lanes.hpp"
#include "report/wording.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace ecg::report {
namespace {

std::string percent(double share) {
    return format_number(100 * share, share < 0.1 ? 1 : 0) + " %";
}

std::int64_t count_of(const Rhythm& rhythm, std::string_view code) {
    return std::count_if(rhythm.episodes.begin(), rhythm.episodes.end(),
                         [&](const Episode& episode) { return episode.code == code; });
}

Seconds whole_of(const Recording& recording, const Analysis& analysis) {
    return analysis.rate_hz > 0 ? Seconds{static_cast<double>(analysis.samples) / analysis.rate_hz}
                                : recording.whole_duration();
}

ValueRow class_row(const char* label, const Beats& beats, BeatClass wanted) {
    const auto count = std::count_if(beats.begin(), beats.end(),
                                     [&](const Beat& beat) { return beat.label == wanted; });
    return {label, std::to_string(count),
            beats.empty() ? ""
                          : "of the beats: " + percent(static_cast<double>(count) /
                                                       static_cast<double>(beats.size()))};
}

ValueRow mean_rate_row(const Analysis& analysis) {
    const auto& rate = analysis.measurements.heart_rate;
    if (!rate) {
        return {"Mean rate", "", no_heart_rate_words(analysis)};
    }
    return {"Mean rate", format_number(rate->value, 0), "bpm"};
}

ValueRow extreme_row(const char* label, const std::optional<RateOver>& rate,
                     const std::optional<UtcTime>& start) {
    const std::string intervals = std::to_string(intervals_of_rate) + " RR intervals";
    if (!rate) {
        return {label, "", "none: even, or fewer than " + intervals};
    }
    return {label, format_number(rate->rate.value, 0),
            "bpm over " + std::to_string(intervals_of_rate) + " RR, at " +
                moment_words(start, rate->over.from)};
}

ValueRow longest_row(const std::optional<Stretch>& longest, const std::optional<UtcTime>& start) {
    if (!longest) {
        return {"Longest RR", "", "not measurable: no RR interval"};
    }
    return {"Longest RR", format_number(longest->length().count(), 2),
            "s, at " + moment_words(start, longest->from)};
}

/// "3 sustained, 12 not, 40 couplets"
ValueRow ventricular_runs(const Rhythm& rhythm) {
    const std::int64_t sustained = count_of(rhythm, "VT");
    const std::int64_t others = count_of(rhythm, "NSVT");
    return {"VT runs", std::to_string(sustained + others),
            (sustained > 0 ? std::to_string(sustained) + " sustained; " : "") +
                "and couplets: " + std::to_string(count_of(rhythm, "VCPL"))};
}

ValueRow rhythm_row(const Analysis& analysis, Seconds whole) {
    const std::string& code = analysis.rhythm.name;
    if (code.empty()) {
        return {"Prevailing", "", "not measurable: too few beats to tell the rhythm"};
    }
    const std::string words =
        is_plain_sinus(code) ? "sinus rhythm" : to_lower(kind_of(code, analysis.findings).words);
    return {"Prevailing", percent(share_of_time(analysis.rhythm, code, whole)),
            "of the time: " + words};
}

ValueRow missing_row(const std::vector<LeadQuality>& quality) {
    if (quality.empty()) {
        return {"Missing signal", "", "not measured in this analysis"};
    }
    const auto [least, most] = std::minmax_element(quality.begin(), quality.end(),
                                                   [](const LeadQuality& a, const LeadQuality& b) {
                                                       return a.missing_share < b.missing_share;
                                                   });
    if (percent(least->missing_share) == percent(most->missing_share)) {
        return {"Missing signal", percent(most->missing_share),
                quality.size() == 1 ? "of the lead" : "of each lead"};
    }
    return {"Missing signal", percent(most->missing_share),
            "in " + most->lead + ", " + percent(least->missing_share) + " in " + least->lead};
}

ValueRow bad_leads_row(const std::vector<LeadQuality>& quality) {
    std::string names;
    std::size_t count = 0;
    for (const LeadQuality& lead : quality) {
        if (lead.verdict == Verdict::bad) {
            names += (names.empty() ? "" : ", ") + lead.lead;
            ++count;
        }
    }
    return {"Leads not used", std::to_string(count),
            "of " + std::to_string(quality.size()) + (names.empty() ? "" : ": " + names)};
}

} // namespace

std::vector<ValueRow> summary_rows(const Recording& recording, const Analysis& analysis) {
    const auto& start = recording.info.start;
    const Seconds whole = whole_of(recording, analysis);
    const RateExtremes extremes = rate_extremes(analysis);
    std::vector<ValueRow> rows{
        {"Beats", std::to_string(analysis.beats.size()), "in " + duration_words(whole.count())},
        mean_rate_row(analysis),
        extreme_row("Lowest rate", extremes.slowest, start),
        extreme_row("Highest rate", extremes.fastest, start),
        longest_row(extremes.longest_interval, start),
        {"Pauses",
         std::to_string(count_of(analysis.rhythm, "PAUSE") + count_of(analysis.rhythm, "ASYS")),
         "asystole among them: " + std::to_string(count_of(analysis.rhythm, "ASYS"))},
        class_row("Ventricular", analysis.beats, BeatClass::V),
        class_row("Supraventricular", analysis.beats, BeatClass::S),
        class_row("Unclassifiable", analysis.beats, BeatClass::Q),
        ventricular_runs(analysis.rhythm),
        {"SVT runs", std::to_string(count_of(analysis.rhythm, "PSVT")), ""},
        rhythm_row(analysis, whole),
        missing_row(analysis.quality),
    };
    if (!analysis.quality.empty()) {
        rows.push_back(bad_leads_row(analysis.quality));
    }
    return rows;
}

} // namespace ecg::report
