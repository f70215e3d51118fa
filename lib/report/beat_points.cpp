#include "report/beat_points.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace ecg::report {
namespace {

constexpr std::string_view p_onset = "P onset";
constexpr std::string_view p_end = "P end";
constexpr std::string_view qrs_onset = "QRS onset";
constexpr std::string_view j_point = "J point";
constexpr std::string_view t_end = "T end";

struct Interval {
    std::string_view name;
    std::string_view from;
    std::string_view to;
    std::optional<Milliseconds> Measurements::*measured;
    std::optional<Milliseconds> Measurements::*uncertainty;
};

using M = Measurements;
constexpr std::array intervals{Interval{"P", p_onset, p_end, &M::p_duration, &M::p_uncertainty},
                               Interval{"PR", p_onset, qrs_onset, &M::pr, &M::pr_uncertainty},
                               Interval{"QRS", qrs_onset, j_point, &M::qrs, &M::qrs_uncertainty},
                               Interval{"QT", qrs_onset, t_end, &M::qt, &M::qt_uncertainty}};

const Interval& interval_named(std::string_view name) {
    return *std::find_if(intervals.begin(), intervals.end(),
                         [&](const Interval& interval) { return interval.name == name; });
}

std::optional<Seconds> time_of(const std::vector<BeatPoint>& points, std::string_view name) {
    const auto found = std::find_if(points.begin(), points.end(),
                                    [&](const BeatPoint& point) { return point.name == name; });
    return found != points.end() ? std::optional{found->at} : std::nullopt;
}

} // namespace

bool hides_end_of_t(const Analysis& analysis) {
    return analysis.rhythm.name == "AFLT";
}

std::vector<BeatPoint> points_of(const Analysis& analysis) {
    if (!analysis.median_beat) {
        return {};
    }
    const MedianBeat& beat = *analysis.median_beat;
    std::vector<BeatPoint> points;
    const auto add = [&](std::string_view name, std::optional<double> index,
                         std::optional<Milliseconds> uncertainty) {
        if (index) {
            points.push_back({name, Seconds{*index / beat.rate_hz}, uncertainty});
        }
    };
    add(p_onset, beat.p_onset, beat.p_onset_uncertainty);
    add(p_end, beat.p_offset, beat.p_offset_uncertainty);
    add(qrs_onset, beat.qrs_onset, beat.qrs_onset_uncertainty);
    add(j_point, beat.qrs_offset, beat.qrs_offset_uncertainty);
    if (analysis.measurements.qt && !hides_end_of_t(analysis)) {
        add(t_end, beat.t_offset, beat.t_offset_uncertainty);
    }
    return points;
}

std::vector<BeatInterval> intervals_of(const std::vector<BeatPoint>& points) {
    std::vector<BeatInterval> found;
    for (const Interval& interval : intervals) {
        const auto from = time_of(points, interval.from);
        const auto to = time_of(points, interval.to);
        if (from && to) {
            found.push_back({interval.name, *from, *to});
        }
    }
    return found;
}

std::optional<Milliseconds> uncertainty_of(const BeatInterval& interval, const Analysis& analysis) {
    return beat_is_measured(analysis)
               ? analysis.measurements.*(interval_named(interval.name).uncertainty)
               : std::nullopt;
}

std::optional<Seconds> qrs_onset_of(const std::vector<BeatPoint>& points) {
    return time_of(points, qrs_onset);
}

bool beat_is_measured(const Analysis& analysis) {
    constexpr double rounding_ms = 0.1; // of what is written to a file
    const std::vector<BeatInterval> found = intervals_of(points_of(analysis));
    return std::all_of(found.begin(), found.end(), [&](const BeatInterval& one) {
        const auto measured = analysis.measurements.*(interval_named(one.name).measured);
        return measured && std::abs((*measured - one.length()).count()) <= rounding_ms;
    });
}

} // namespace ecg::report
