#include "report/tachogram.hpp"

#include "common/text.hpp"
#include "report/curve_style.hpp"
#include "report/rr_series.hpp"
#include "report/text_layout.hpp"
#include "report/wording.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace ecg::report {
namespace {

constexpr std::size_t most_ticks = 6;
constexpr double least_span = 50; // ms
constexpr double arm = 0.6;       // mm, of a cross

std::vector<Sample> nn_of(const std::vector<RrInterval>& intervals) {
    std::vector<Sample> nn;
    Seconds last{};
    bool unbroken = false;
    for (const RrInterval& rr : intervals) {
        if (rr.left_out) {
            unbroken = false;
            continue;
        }
        const bool adjoins = (unbroken && rr.adjoins) || nn.empty();
        // A hole as long as a beat is seen where every interval is drawn.
        const Seconds hole = adjoins ? Seconds{0} : rr.end - rr.length - last;
        nn.push_back({rr.end, 1000 * rr.length.count(), std::max(hole, Seconds{0})});
        last = rr.end;
        unbroken = true;
    }
    return nn;
}

/// Of NN intervals; of all where none of them is.
Axis length_axis(const std::vector<RrInterval>& intervals, const std::vector<Sample>& nn,
                 const Box& box) {
    double low = 1e9;
    double high = 0;
    const auto take = [&](double length) {
        low = std::min(low, length);
        high = std::max(high, length);
    };
    for (const Sample& sample : nn) {
        take(sample.value);
    }
    if (nn.empty()) {
        for (const RrInterval& rr : intervals) {
            take(1000 * rr.length.count());
        }
    }
    Axis axis = round_axis(low, high, most_ticks, least_span);
    axis.from = box.bottom();
    axis.to = box.top;
    return axis;
}

void draw_crosses(Canvas& canvas, const std::vector<RrInterval>& intervals, const TimeAxis& time,
                  const Axis& y) {
    std::vector<Line> crosses;
    for (const RrInterval& rr : intervals) {
        const double length = 1000 * rr.length.count();
        if (rr.left_out && y.holds(length)) {
            const double x =
                std::clamp(time.at(rr.end), time.seconds.from + arm, time.seconds.to - arm);
            const double at = std::clamp(y.at(length), y.to + arm, y.from - arm);
            crosses.push_back({{x - arm, at - arm}, {x + arm, at + arm}});
            crosses.push_back({{x - arm, at + arm}, {x + arm, at - arm}});
        }
    }
    canvas.lines(crosses, style::left_out_cross);
}

/// In each column, which share of the RR intervals there was left out.
void draw_share(Canvas& canvas, const Box& box, const TimeAxis& time,
                const std::vector<RrInterval>& intervals) {
    constexpr double column_mm = 1;
    const auto count = static_cast<std::size_t>(std::ceil(box.width / column_mm));
    std::vector<double> all(count, 0);
    std::vector<double> left_out(count, 0);
    for (const RrInterval& rr : intervals) {
        const double at = (time.at(rr.end) - box.left) / column_mm;
        const auto column =
            static_cast<std::size_t>(std::clamp(at, 0.0, static_cast<double>(count) - 1));
        all[column] += 1;
        left_out[column] += rr.left_out ? 1 : 0;
    }
    for (std::size_t i = 0; i < count; ++i) {
        if (left_out[i] > 0) {
            const double left = box.left + static_cast<double>(i) * column_mm;
            const double height = box.height * left_out[i] / all[i];
            fill_box(canvas,
                     {left, box.bottom() - height, std::min(column_mm, box.right() - left), height},
                     style::left_out);
        }
    }
    draw_frame(canvas, box);
    text_right(canvas, {box.left - 1.2, box.bottom() - 1.8}, "left out", style::tick);
    canvas.text({box.right() + 1.2, box.top + 1.6}, "100 %", style::tick);
    canvas.text({box.right() + 1.2, box.bottom()}, "0", style::tick);
}

} // namespace

std::string tachogram_words(const TimeAxis& time, const Analysis& analysis) {
    const std::vector<RrInterval> intervals = rr_intervals(analysis);
    std::string words = "NN intervals in ms";
    if (!tells_left_out(analysis.measurements.hrv)) {
        words = "All RR intervals in ms: the analysis does not tell which it left out";
    } else if (are_gathered(nn_of(intervals).size(), time)) {
        words += ": mean (line), lowest to highest (area) of each " +
                 duration_words(std::round(10 * column_time(time).count()) / 10);
    } else if (!are_gathered(intervals.size(), time)) {
        words += "; × left out";
    }
    return words + "; " + time_axis_words(time);
}

void draw_tachogram(Canvas& canvas, const Box& box, const TimeAxis& time,
                    const Analysis& analysis) {
    const Box share{box.left, box.bottom() - left_out_height, box.width, left_out_height};
    const Box plot{box.left, box.top, box.width, box.height - left_out_height - left_out_gap};
    const std::vector<RrInterval> intervals = rr_intervals(analysis);
    if (intervals.empty()) {
        draw_frame(canvas, box);
        draw_absence(canvas, box, "no RR interval");
        return;
    }
    const std::vector<Sample> nn = nn_of(intervals);
    const Axis y = length_axis(intervals, nn, plot);
    for (const Stretch& gap : missing_stretches(analysis.beats)) {
        const double left = time.at(gap.from);
        fill_box(canvas, {left, plot.top, time.at(gap.to) - left, plot.height}, style::no_signal);
    }
    draw_time_ticks(canvas, {box.left, box.top, box.width, box.height}, time);
    draw_value_ticks(canvas, plot, y, most_ticks);
    draw_columns(canvas, columns_of(nn, time), y);
    if (!are_gathered(intervals.size(), time)) {
        draw_crosses(canvas, intervals, time, y);
    }
    draw_frame(canvas, plot);
    if (tells_left_out(analysis.measurements.hrv)) {
        draw_share(canvas, share, time, intervals);
    }
}

} // namespace ecg::report
