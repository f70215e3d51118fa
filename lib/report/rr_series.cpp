#include "report/rr_series.hpp"

#include "report/curve_style.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace ecg::report {
namespace {

constexpr double column_mm = 0.5;

/// Gathers the values of one column.
struct Gathered {
    std::size_t count = 0;
    double low = 0, high = 0, sum = 0;

    void add(double value) {
        low = count == 0 ? value : std::min(low, value);
        high = count == 0 ? value : std::max(high, value);
        sum += value;
        ++count;
    }

    [[nodiscard]] Column at(double x) const {
        return {x, low, high, sum / static_cast<double>(count)};
    }
};

std::vector<ColumnRun> one_by_one(const std::vector<Sample>& samples, const TimeAxis& axis) {
    std::vector<ColumnRun> runs;
    for (const Sample& sample : samples) {
        if (runs.empty() || sample.since_last > Seconds{0}) {
            runs.emplace_back();
        }
        runs.back().push_back({axis.at(sample.time), sample.value, sample.value, sample.value});
    }
    return runs;
}

} // namespace

std::vector<RrInterval> rr_intervals(const Analysis& analysis) {
    std::vector<RrInterval> intervals;
    const Beats& beats = analysis.beats;
    const std::vector<LeftOutInterval>& left_out = analysis.measurements.hrv.left_out;
    auto next = left_out.begin();
    bool adjoins = false;
    for (std::size_t i = 1; i < beats.size(); ++i) {
        std::optional<LeftOut> cause;
        while (next != left_out.end() && next->beat <= static_cast<std::int64_t>(i)) {
            cause = next->beat == static_cast<std::int64_t>(i) ? std::optional{next->cause} : cause;
            ++next;
        }
        const Seconds length = beats[i].time - beats[i - 1].time;
        const bool whole = !beats[i].after_gap && length > Seconds{0};
        if (whole) {
            intervals.push_back({beats[i].time, length, adjoins, cause});
        }
        adjoins = whole;
    }
    return intervals;
}

bool tells_left_out(const HeartRateVariability& hrv) {
    return static_cast<std::int64_t>(hrv.left_out.size()) ==
           hrv.ectopic + hrv.missing + hrv.fibrillating + hrv.artefacts;
}

std::vector<Stretch> missing_stretches(const Beats& beats) {
    std::vector<Stretch> missing;
    for (std::size_t i = 1; i < beats.size(); ++i) {
        if (beats[i].after_gap) {
            missing.push_back({beats[i - 1].time, beats[i].time});
        }
    }
    return missing;
}

Seconds column_time(const TimeAxis& axis) {
    return Seconds{column_mm * axis.seconds_per_mm()};
}

bool are_gathered(std::size_t samples, const TimeAxis& axis) {
    return static_cast<double>(samples) * column_mm > axis.seconds.to - axis.seconds.from;
}

std::vector<ColumnRun> columns_of(const std::vector<Sample>& samples, const TimeAxis& axis) {
    if (!are_gathered(samples.size(), axis)) {
        return one_by_one(samples, axis);
    }
    std::vector<ColumnRun> runs;
    Gathered gathered;
    const long last = std::lround((axis.seconds.to - axis.seconds.from) / column_mm) - 1;
    long column = 0;
    const auto finish = [&] {
        if (gathered.count > 0) {
            runs.back().push_back(
                gathered.at(axis.seconds.from + (static_cast<double>(column) + 0.5) * column_mm));
            gathered = {};
        }
    };
    for (const Sample& sample : samples) {
        const auto at = std::min(
            last, static_cast<long>((axis.at(sample.time) - axis.seconds.from) / column_mm));
        const bool parts = sample.since_last > column_time(axis);
        if (at != column || parts) {
            finish();
            column = at;
        }
        if (runs.empty() || parts) {
            runs.emplace_back();
        }
        gathered.add(sample.value);
    }
    finish();
    return runs;
}

void draw_columns(Canvas& canvas, const std::vector<ColumnRun>& runs, const Axis& y) {
    const auto at = [&](double value) { return y.at(y.within(value)); };
    for (const ColumnRun& run : runs) {
        const bool spreads =
            std::any_of(run.begin(), run.end(), [](const Column& c) { return c.high > c.low; });
        std::vector<Point> area;
        std::vector<Point> line;
        for (const Column& column : run) {
            area.push_back({column.x, at(column.high)});
            line.push_back({column.x, at(column.mean)});
        }
        for (auto column = run.rbegin(); column != run.rend(); ++column) {
            area.push_back({column->x, at(column->low)});
        }
        if (spreads && run.size() > 1) {
            canvas.fill(area, style::band);
        } else if (spreads) { // one column has no width
            canvas.lines(std::array{Line{area.front(), area.back()}}, {column_mm, style::band});
        }
        canvas.polyline(line, line.size() > 1 ? style::curve : style::lone_point);
    }
}

} // namespace ecg::report
