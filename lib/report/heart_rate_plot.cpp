#include "report/heart_rate_plot.hpp"

#include "common/text.hpp"
#include "report/curve_style.hpp"
#include "report/rate_extremes.hpp"
#include "report/rr_series.hpp"
#include "report/wording.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace ecg::report {
namespace {

constexpr std::size_t most_ticks = 7;
constexpr double least_span = 20; // bpm: a steady rate is a level line, not its last digits

std::vector<Sample> rates_of(const Analysis& analysis) {
    std::vector<Sample> rates;
    Seconds last{};
    for (const RrInterval& rr : rr_intervals(analysis)) {
        const Seconds hole = rr.adjoins || rates.empty() ? Seconds{0} : rr.end - rr.length - last;
        rates.push_back({rr.end, 60 / rr.length.count(), hole});
        last = rr.end;
    }
    return rates;
}

Axis rate_axis(const std::vector<Sample>& rates, const Box& box) {
    const auto [low, high] =
        std::minmax_element(rates.begin(), rates.end(),
                            [](const Sample& a, const Sample& b) { return a.value < b.value; });
    Axis axis = round_axis(low->value, high->value, most_ticks, least_span);
    axis.from = box.bottom();
    axis.to = box.top;
    return axis;
}

/// A line from the rate to the edge of the box, and words beyond it.
struct RateMark {
    const RateOver& rate;
    std::string name;
    bool above = true;
};

void draw_mark(Canvas& canvas, const Box& box, const TimeAxis& time, const Axis& y,
               const RateMark& mark) {
    const Seconds middle = (mark.rate.over.from + mark.rate.over.to) / 2;
    const Point at{time.at(middle), y.at(y.within(mark.rate.rate.value))};
    const std::string words = mark.name + " " + format_number(mark.rate.rate.value, 0) + " at " +
                              moment_words(time.start, mark.rate.over.from);
    const double width = canvas.text_width(words, style::mark);
    const double left = std::clamp(at.x - width / 2, box.left + 1, box.right() - width - 1);
    const double edge = mark.above ? box.top : box.bottom();
    const double baseline = mark.above ? edge - 1.2 : edge + 3;
    canvas.lines(std::array{Line{{at.x, at.y}, {at.x, edge}}}, style::mark_line);
    canvas.text({left, baseline}, words, style::mark);
}

} // namespace

std::string heart_rate_words(const TimeAxis& time, const Analysis& analysis) {
    const std::size_t count = rr_intervals(analysis).size();
    std::string words = "60 s over each RR interval";
    if (are_gathered(count, time)) {
        words += ": mean (line), lowest to highest (area) of each " +
                 duration_words(std::round(10 * column_time(time).count()) / 10);
    }
    return words + "; " + time_axis_words(time);
}

std::string no_heart_rate_words(const Analysis& analysis) {
    for (const Absence& absence : analysis.measurements.absences) {
        if (absence.key == "heart_rate_bpm" || absence.key == "rr_ms") {
            return "Heart rate not measurable: " + absence.reason;
        }
    }
    return "Heart rate not measurable: fewer than two beats without missing signal between them";
}

void draw_heart_rate(Canvas& canvas, const Box& box, const TimeAxis& time,
                     const Analysis& analysis) {
    const std::vector<Sample> rates = rates_of(analysis);
    if (rates.empty()) {
        draw_frame(canvas, box);
        draw_absence(canvas, box, no_heart_rate_words(analysis));
        return;
    }
    Axis y = rate_axis(rates, box);
    for (const Stretch& gap : missing_stretches(analysis.beats)) {
        fill_box(canvas,
                 {time.at(gap.from), box.top, time.at(gap.to) - time.at(gap.from), box.height},
                 style::no_signal);
    }
    draw_value_ticks(canvas, box, y, most_ticks);
    draw_columns(canvas, columns_of(rates, time), y);
    draw_frame(canvas, box);
    const RateExtremes extremes = rate_extremes(analysis);
    if (extremes.fastest) {
        draw_mark(canvas, box, time, y, {*extremes.fastest, "highest", true});
    }
    if (extremes.slowest) {
        draw_mark(canvas, box, time, y, {*extremes.slowest, "lowest", false});
    }
}

} // namespace ecg::report
