#include "report/axis.hpp"

#include "common/text.hpp"
#include "report/curve_style.hpp"
#include "report/text_layout.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace ecg::report {
namespace {

constexpr double nearly = 1e-9; // of a step

/// The multiples of step from low to high.
std::size_t count_of(double low, double high, double step) {
    return static_cast<std::size_t>(
        std::max(0.0, std::floor(high / step + nearly) - std::ceil(low / step - nearly) + 1));
}

/// The smallest round step of which `fits` says that it is large enough.
template <class Fits> double round_step(double span, const Fits& fits) {
    double power = std::pow(10, std::floor(std::log10(span)) - 3);
    for (;; power *= 10) {
        for (const double factor : {1.0, 2.0, 5.0}) {
            if (fits(factor * power)) {
                return factor * power;
            }
        }
    }
}

} // namespace

double Axis::within(double value) const {
    return std::clamp(value, low, high);
}

std::vector<double> round_ticks(double low, double high, std::size_t most) {
    const double step = round_step(
        high - low, [&](double candidate) { return count_of(low, high, candidate) <= most; });
    std::vector<double> ticks;
    const double first = std::ceil(low / step - nearly);
    for (std::size_t i = 0; i < count_of(low, high, step); ++i) {
        ticks.push_back((first + static_cast<double>(i)) * step);
    }
    return ticks;
}

Axis round_axis(double low, double high, std::size_t most, double least) {
    if (high - low < least) {
        const double room = (least - (high - low)) / 2;
        low -= room;
        high += room;
    }
    const auto widened = [&](double step) {
        return std::pair{std::floor(low / step + nearly) * step,
                         std::ceil(high / step - nearly) * step};
    };
    const double step = round_step(high - low, [&](double candidate) {
        const auto [from, to] = widened(candidate);
        return count_of(from, to, candidate) <= most;
    });
    const auto [from, to] = widened(step);
    return {from, to, 0, 1};
}

std::string tick_words(double value, double step) {
    const double decimals = std::max(0.0, std::ceil(-std::log10(step) - nearly));
    std::string words = format_number(value, static_cast<int>(std::min(9.0, decimals)));
    if (words.starts_with('-')) {
        words.replace(0, 1, "\u2212");
    }
    return words;
}

void draw_value_ticks(Canvas& canvas, const Box& box, const Axis& y, std::size_t most) {
    const std::vector<double> ticks = round_ticks(y.low, y.high, most);
    const double step = ticks.size() > 1 ? ticks[1] - ticks[0] : 1;
    std::vector<Line> lines;
    for (const double tick : ticks) {
        lines.push_back({{box.left, y.at(tick)}, {box.right(), y.at(tick)}});
        text_right(canvas, {box.left - 1.2, y.at(tick) + 0.8}, tick_words(tick, step), style::tick);
    }
    canvas.lines(lines, style::hairline);
}

void draw_ticks_below(Canvas& canvas, const Box& box, const Axis& x, std::size_t most) {
    const std::vector<double> ticks = round_ticks(x.low, x.high, most);
    const double step = ticks.size() > 1 ? ticks[1] - ticks[0] : 1;
    std::vector<Line> lines;
    for (const double tick : ticks) {
        const std::string words = tick_words(tick, step);
        lines.push_back({{x.at(tick), box.top}, {x.at(tick), box.bottom()}});
        canvas.text({x.at(tick) - canvas.text_width(words, style::tick) / 2, box.bottom() + 3},
                    words, style::tick);
    }
    canvas.lines(lines, style::hairline);
}

void draw_frame(Canvas& canvas, const Box& box) {
    const Point a{box.left, box.top};
    const Point b{box.right(), box.top};
    const Point c{box.right(), box.bottom()};
    const Point d{box.left, box.bottom()};
    canvas.lines(std::array{Line{a, b}, Line{b, c}, Line{c, d}, Line{d, a}}, style::frame);
}

void fill_box(Canvas& canvas, const Box& box, const Colour& colour) {
    canvas.fill(std::array{Point{box.left, box.top}, Point{box.right(), box.top},
                           Point{box.right(), box.bottom()}, Point{box.left, box.bottom()}},
                colour);
}

void draw_plot_heading(Canvas& canvas, const Box& line, const std::string& words,
                       const std::string& note) {
    const double y = line.top + 3.4;
    canvas.text({line.left, y}, words, style::heading);
    const double room = line.width - canvas.text_width(words, style::heading) - 4;
    text_right(canvas, {line.right(), y}, ellipsized(canvas, note, style::tick, room), style::tick);
}

void draw_absence(Canvas& canvas, const Box& box, const std::string& words) {
    constexpr double pitch = 3.8;
    const auto lines = wrapped(canvas, printable(words), style::quiet, box.width - 6);
    double y = box.top + box.height / 2 + 1 - pitch * (static_cast<double>(lines.size()) - 1) / 2;
    for (const std::string& line : lines) {
        const double width = canvas.text_width(line, style::quiet);
        canvas.text({box.left + (box.width - width) / 2, y}, line, style::quiet);
        y += pitch;
    }
}

} // namespace ecg::report
