#include "analyze/line_metrics.hpp"

#include "analyze/measure/hrv.hpp"
#include "analyze/measure/qtc.hpp"
#include "dsp/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

namespace ecg::analyze {
namespace {

/// The line's beats with the one before them, for what is measured from beat to beat.
Beats with_previous(const Analysis& minute, const LineBeats& own) {
    Beats beats;
    if (own.before) {
        beats.push_back(*own.before);
    }
    beats.insert(beats.end(), minute.beats.begin() + static_cast<std::ptrdiff_t>(own.first),
                 minute.beats.begin() + static_cast<std::ptrdiff_t>(own.last));
    return beats;
}

/// Median over the normal beats for which value is there.
std::optional<double> median_of(const Analysis& minute, const LineBeats& range,
                                const std::function<std::optional<double>(std::size_t)>& value) {
    std::vector<double> values;
    for (std::size_t b = range.first; b < range.last; ++b) {
        const auto v = minute.beats[b].label == BeatClass::N ? value(b) : std::nullopt;
        if (v) {
            values.push_back(*v);
        }
    }
    return values.empty() ? std::nullopt : std::optional{dsp::median(std::move(values))};
}

/// Mean RR of a row of beats, ms; not across gaps.
std::optional<double> mean_rr(const Beats& beats) {
    double sum = 0;
    int count = 0;
    for (std::size_t b = 1; b < beats.size(); ++b) {
        if (!beats[b].after_gap) {
            sum += Milliseconds{beats[b].time - beats[b - 1].time}.count();
            ++count;
        }
    }
    return count > 0 ? std::optional{sum / count} : std::nullopt;
}

std::optional<double> mean_axis(const Analysis& minute, const LineBeats& range) {
    constexpr double degree = std::numbers::pi / 180;
    double x = 0;
    double y = 0;
    for (std::size_t b = range.first; b < range.last; ++b) {
        const auto& axis = minute.beat_measurements[b].qrs_axis;
        if (minute.beats[b].label == BeatClass::N && axis) {
            x += std::cos(axis->value * degree);
            y += std::sin(axis->value * degree);
        }
    }
    return x != 0 || y != 0 ? std::optional{std::atan2(y, x) / degree} : std::nullopt;
}

std::optional<double> span(const std::optional<Seconds>& from, const std::optional<Seconds>& to) {
    return from && to ? std::optional{Milliseconds{*to - *from}.count()} : std::nullopt;
}

Metrics metrics_of(const Analysis& minute, const LineBeats& range, CorrectedQt& qtc) {
    const auto global = [&](std::size_t b) -> const Waves& { return minute.waves[b].global; };
    Metrics m;
    const Beats row = with_previous(minute, range);
    m.rr_interval = mean_rr(row);
    if (m.rr_interval) {
        m.heart_rate = 60'000 / *m.rr_interval;
    }
    m.pr_interval = median_of(
        minute, range, [&](std::size_t b) { return span(global(b).p.onset, global(b).qrs.onset); });
    m.qrs_duration = median_of(minute, range, [&](std::size_t b) {
        return span(global(b).qrs.onset, global(b).qrs.offset);
    });
    m.qt_interval = median_of(minute, range, [&](std::size_t b) {
        return span(global(b).qrs.onset, global(b).t.offset);
    });
    m.st_segment = median_of(minute, range, [&](std::size_t b) -> std::optional<double> {
        const auto& st = minute.beat_measurements[b].st_60_ii;
        return st ? std::optional{st->value} : std::nullopt;
    });
    m.qrs_axis = mean_axis(minute, range);
    if (m.qt_interval && m.rr_interval) {
        qtc = correct_qt(Milliseconds{*m.qt_interval}, Milliseconds{*m.rr_interval});
        m.qtc_interval = qtc.bazett ? std::optional{qtc.bazett->count()} : std::nullopt;
    }
    const HeartRateVariability hrv = measure_hrv(row, minute.rhythm);
    m.hrv = hrv.sdnn ? std::optional{hrv.sdnn->count()} : std::nullopt;
    return m;
}

/// The rhythms that the roadmap calls arrhythmias: all but sinus rhythm.
std::vector<std::string> arrhythmias_of(const Analysis& minute, Seconds from, Seconds to) {
    std::vector<std::string> names;
    for (const Episode& episode : minute.rhythm.episodes) {
        const bool touches = episode.onset < to && episode.offset >= from;
        if (touches && episode.code != "SR" &&
            std::find(names.begin(), names.end(), episode.code) == names.end()) {
            names.push_back(episode.code);
        }
    }
    return names;
}

/// The beat index of the five seconds that hold the time.
std::optional<double> sqi_around(const BeatSqiCourse& course, Seconds time) {
    constexpr Seconds step{5};
    const double index = std::floor((time - course.from) / step);
    const bool there = index >= 0 && index < static_cast<double>(course.values.size());
    return there ? course.values[static_cast<std::size_t>(index)] : std::nullopt;
}

} // namespace

void describe_line(SessionLine& line, const Analysis& minute, const LineBeats& own) {
    const SampleRate rate = line.recording.rate;
    const auto first = static_cast<double>(line.recording.first_sample);
    const Seconds from = rate.time_of(first);
    const Seconds to = rate.time_of(first + static_cast<double>(line.recording.sample_count()));
    LineAnalysis analysis;
    line.metrics = metrics_of(minute, own, analysis.qtc);
    for (std::size_t b = own.first; b < own.last; ++b) {
        analysis.beats.push_back(minute.beats[b]);
        analysis.waves.push_back(minute.waves[b].global);
    }
    analysis.quality = minute.quality;
    for (LeadQuality& lead : analysis.quality) {
        lead.beat_sqi = sqi_around(lead.beat_sqi_course, (from + to) / 2);
        lead.beat_sqi_course = {};
    }
    line.analysis = std::move(analysis);
    line.arrhythmias = arrhythmias_of(minute, from, to);
}

} // namespace ecg::analyze
