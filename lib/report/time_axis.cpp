#include "report/time_axis.hpp"

#include "report/curve_style.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace ecg::report {
namespace {

constexpr std::int64_t day = 86'400;
constexpr std::array<std::int64_t, 18> steps{
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7'200, 10'800, 14'400, 21'600, 43'200};

std::string two_digits(std::int64_t number) {
    std::string words(number < 10 ? 1 : 0, '0');
    return words += std::to_string(number);
}

/// Seconds of the day at which the session began, to the millisecond.
double second_of_day(const UtcTime& start) {
    constexpr std::int64_t day_ms = 1000 * day;
    return static_cast<double>(((start.milliseconds % day_ms) + day_ms) % day_ms) / 1000;
}

/// "14:02", with the seconds where they are asked for.
std::string clock_words(std::int64_t second, bool seconds) {
    const std::int64_t of_day = ((second % day) + day) % day;
    std::string words = two_digits(of_day / 3600) + ":" + two_digits(of_day / 60 % 60);
    return seconds ? words + ":" + two_digits(of_day % 60) : words;
}

/// "3:20:05"
std::string elapsed_words(std::int64_t second) {
    return std::to_string(second / 3600) + ":" + two_digits(second / 60 % 60) + ":" +
           two_digits(second % 60);
}

std::string words_at(const TimeAxis& axis, double second, std::int64_t step) {
    const auto whole = static_cast<std::int64_t>(std::llround(second));
    return axis.start ? clock_words(whole, step < 60) : elapsed_words(whole);
}

/// The smallest step whose words keep their distance.
std::int64_t step_of(const Canvas& canvas, const TimeAxis& axis) {
    constexpr double apart = 8; // mm between the words
    const double wanted =
        (canvas.text_width("00:00:00", style::tick) + apart) * axis.seconds_per_mm();
    for (const std::int64_t step : steps) {
        if (static_cast<double>(step) >= wanted) {
            return step;
        }
    }
    return day * std::max<std::int64_t>(1, std::llround(std::ceil(wanted / day)));
}

} // namespace

TimeAxis time_axis(const Recording& recording, const Analysis& analysis, double left,
                   double right) {
    const double from = recording.rate.time_of(static_cast<double>(recording.first_sample)).count();
    double to = from + recording.whole_duration().count();
    if (analysis.rate_hz > 0) {
        to = std::max(to, from + static_cast<double>(analysis.samples) / analysis.rate_hz);
    }
    if (!analysis.beats.empty()) {
        to = std::max(to, analysis.beats.back().time.count());
    }
    return {{from, to, left, right}, recording.info.start};
}

std::vector<TimeTick> time_ticks(const Canvas& canvas, const TimeAxis& axis) {
    const std::int64_t step = step_of(canvas, axis);
    const double offset = axis.start ? second_of_day(*axis.start) : 0;
    std::vector<TimeTick> ticks;
    const auto size = static_cast<double>(step);
    for (double at = std::ceil((axis.seconds.low + offset) / size) * size;
         at <= axis.seconds.high + offset; at += size) {
        ticks.push_back({Seconds{at - offset}, words_at(axis, at, step)});
    }
    return ticks;
}

std::string moment_words(const std::optional<UtcTime>& start, Seconds time) {
    const double offset = start ? second_of_day(*start) : 0;
    const auto whole = static_cast<std::int64_t>(std::floor(time.count() + offset));
    return start ? clock_words(whole, true) : elapsed_words(std::max<std::int64_t>(0, whole));
}

std::string time_axis_words(const TimeAxis& axis) {
    return axis.start ? "time in UTC, from " + format_utc(*axis.start).substr(0, 10)
                      : "time since the start, h:min:s";
}

void draw_time_ticks(Canvas& canvas, const Box& box, const TimeAxis& axis) {
    std::vector<Line> lines;
    for (const TimeTick& tick : time_ticks(canvas, axis)) {
        const double x = axis.at(tick.time);
        const double width = canvas.text_width(tick.words, style::tick);
        lines.push_back({{x, box.top}, {x, box.bottom()}});
        canvas.text({x - width / 2, box.bottom() + 3}, tick.words, style::tick);
    }
    canvas.lines(lines, style::hairline);
}

} // namespace ecg::report
