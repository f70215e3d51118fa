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

/// The beats of a line: indices [first, last) of the minute's.
struct LineBeats {
    std::size_t first;
    std::size_t last;
};

LineBeats beats_between(const Beats& beats, Seconds from, Seconds to) {
    const auto before = [](const Beat& beat, Seconds t) { return beat.time < t; };
    const auto first = std::lower_bound(beats.begin(), beats.end(), from, before);
    const auto last = std::lower_bound(first, beats.end(), to, before);
    return {static_cast<std::size_t>(first - beats.begin()),
            static_cast<std::size_t>(last - beats.begin())};
}

/// Median over the normal beats for which value is there.
std::optional<double> median_of(const Analysis& minute, LineBeats range,
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

/// Mean RR of the intervals that end in the line, ms.
std::optional<double> mean_rr(const Analysis& minute, LineBeats range) {
    double sum = 0;
    int count = 0;
    for (std::size_t b = std::max<std::size_t>(1, range.first); b < range.last; ++b) {
        if (!minute.beats[b].after_gap) {
            sum += Milliseconds{minute.beats[b].time - minute.beats[b - 1].time}.count();
            ++count;
        }
    }
    return count > 0 ? std::optional{sum / count} : std::nullopt;
}

std::optional<double> mean_axis(const Analysis& minute, LineBeats range) {
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

Metrics metrics_of(const Analysis& minute, LineBeats range, CorrectedQt& qtc) {
    const auto global = [&](std::size_t b) -> const Waves& { return minute.waves[b].global; };
    Metrics m;
    m.rr_interval = mean_rr(minute, range);
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
    const std::size_t with_previous = range.first > 0 ? range.first - 1 : 0;
    const auto hrv = measure_hrv({minute.beats.begin() + static_cast<std::ptrdiff_t>(with_previous),
                                  minute.beats.begin() + static_cast<std::ptrdiff_t>(range.last)});
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

} // namespace

void describe_line(SessionLine& line, const Analysis& minute) {
    const SampleRate rate = line.recording.rate;
    const auto first = static_cast<double>(line.recording.first_sample);
    const Seconds from = rate.time_of(first);
    const Seconds to = rate.time_of(first + static_cast<double>(line.recording.sample_count()));
    const LineBeats range = beats_between(minute.beats, from, to);
    LineAnalysis analysis;
    line.metrics = metrics_of(minute, range, analysis.qtc);
    for (std::size_t b = range.first; b < range.last; ++b) {
        analysis.beats.push_back(minute.beats[b]);
        analysis.waves.push_back(minute.waves[b].global);
    }
    analysis.quality = minute.quality;
    line.analysis = std::move(analysis);
    line.arrhythmias = arrhythmias_of(minute, from, to);
}

} // namespace ecg::analyze
