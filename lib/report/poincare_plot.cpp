#include "report/poincare_plot.hpp"

#include "common/text.hpp"
#include "report/axis.hpp"
#include "report/curve_style.hpp"
#include "report/rr_series.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <utility>
#include <vector>

namespace ecg::report {
namespace {

constexpr std::size_t most_ticks = 6;
constexpr double least_span = 50;       // ms
constexpr double dot = 0.4;             // mm
constexpr std::size_t most_dots = 3000; // more are gathered in cells as large as a dot
constexpr double rarest = 0.005;        // so many of the others may lie outside at each end

/// Milliseconds: an interval and the next.
struct Pair {
    double first = 0;
    double second = 0;
};

struct Pairs {
    std::vector<Pair> nn;
    std::vector<Pair> others;
};

Pairs pairs_of(const Analysis& analysis) {
    Pairs pairs;
    const std::vector<RrInterval> intervals = rr_intervals(analysis);
    for (std::size_t i = 1; i < intervals.size(); ++i) {
        if (intervals[i].adjoins) {
            const bool nn = !intervals[i - 1].left_out && !intervals[i].left_out;
            (nn ? pairs.nn : pairs.others)
                .push_back(
                    {1000 * intervals[i - 1].length.count(), 1000 * intervals[i].length.count()});
        }
    }
    return pairs;
}

/// All NN intervals, and the others but for the rarest.
Axis length_axis(const Pairs& pairs) {
    std::vector<double> ends;
    std::vector<double> others;
    for (const Pair& pair : pairs.nn) {
        ends.insert(ends.end(), {pair.first, pair.second});
    }
    for (const Pair& pair : pairs.others) {
        others.insert(others.end(), {pair.first, pair.second});
    }
    if (!others.empty()) {
        std::sort(others.begin(), others.end());
        const auto cut = static_cast<std::size_t>(rarest * static_cast<double>(others.size()));
        ends.insert(ends.end(), {others[cut], others[others.size() - 1 - cut]});
    }
    const auto [low, high] = std::minmax_element(ends.begin(), ends.end());
    return round_axis(*low, *high, most_ticks, least_span);
}

bool is_inside(const Axis& axis, const Pair& pair) {
    return axis.holds(pair.first) && axis.holds(pair.second);
}

struct Square {
    Axis x, y;

    [[nodiscard]] Point at(const Pair& pair) const { return {x.at(pair.first), y.at(pair.second)}; }
};

Square square_of(const Box& box, const Axis& axis) {
    return {{axis.low, axis.high, box.left, box.right()},
            {axis.low, axis.high, box.bottom(), box.top}};
}

void draw_dots(Canvas& canvas, const Square& square, const std::vector<Pair>& pairs,
               const Colour& colour) {
    std::vector<Line> dots;
    for (const Pair& pair : pairs) {
        if (is_inside(square.x, pair)) {
            const Point at = square.at(pair);
            dots.push_back({at, at}); // its round ends are the dot
        }
    }
    canvas.lines(dots, {dot, colour});
}

/// Colours of cells with one pair, up to 4, up to 16, and more.
using Shades = std::array<Colour, 4>;

std::size_t shade_of(std::size_t count) {
    return count == 1 ? 0 : count <= 4 ? 1 : count <= 16 ? 2 : 3;
}

/// Cells of one shade that lie side by side are one line: a day has a hundred thousand pairs.
void draw_cells(Canvas& canvas, const Square& square, const std::vector<Pair>& pairs,
                const Shades& shades) {
    std::map<std::pair<long, long>, std::size_t> cells; // row, column
    for (const Pair& pair : pairs) {
        if (is_inside(square.x, pair)) {
            const Point at = square.at(pair);
            ++cells[{std::lround((at.y - square.y.to) / dot),
                     std::lround((at.x - square.x.from) / dot)}];
        }
    }
    std::array<std::vector<Line>, 4> lines;
    std::pair<long, long> last{-1, -1};
    std::size_t last_shade = 0;
    for (const auto& [cell, count] : cells) {
        const std::size_t shade = shade_of(count);
        const Point middle{square.x.from + static_cast<double>(cell.second) * dot,
                           square.y.to + static_cast<double>(cell.first) * dot};
        const bool goes_on =
            cell.first == last.first && cell.second == last.second + 1 && shade == last_shade;
        if (goes_on) {
            lines[shade].back().to = middle;
        } else {
            lines[shade].push_back({middle, middle});
        }
        last = cell;
        last_shade = shade;
    }
    for (std::size_t shade = 0; shade < shades.size(); ++shade) {
        canvas.lines(lines[shade], {dot, shades[shade]});
    }
}

void draw_pairs(Canvas& canvas, const Square& square, const std::vector<Pair>& pairs,
                const Shades& shades) {
    if (pairs.size() <= most_dots) {
        draw_dots(canvas, square, pairs, shades[2]);
    } else {
        draw_cells(canvas, square, pairs, shades);
    }
}

/// One SD1 and one SD2 around the mean, and both of its axes.
void draw_ellipse(Canvas& canvas, const Square& square, const HeartRateVariability& hrv) {
    if (!hrv.mean_nn || !hrv.sd1 || !hrv.sd2) {
        return;
    }
    const double mean = hrv.mean_nn->count();
    const auto at = [&](double along, double across) {
        constexpr double diagonal = std::numbers::sqrt2 / 2;
        const Pair pair{mean + diagonal * (along - across), mean + diagonal * (along + across)};
        return square.at({square.x.within(pair.first), square.y.within(pair.second)});
    };
    const double sd1 = hrv.sd1->count();
    const double sd2 = hrv.sd2->count();
    std::vector<Point> ellipse;
    for (int i = 0; i <= 72; ++i) {
        const double turn = i * std::numbers::pi / 36;
        ellipse.push_back(at(sd2 * std::cos(turn), sd1 * std::sin(turn)));
    }
    canvas.polyline(ellipse, style::ellipse);
    canvas.lines(std::array{Line{at(-sd2, 0), at(sd2, 0)}, Line{at(0, -sd1), at(0, sd1)}},
                 style::mark_line);
}

std::size_t outside(const Axis& axis, const Pairs& pairs) {
    return static_cast<std::size_t>(
        std::count_if(pairs.others.begin(), pairs.others.end(),
                      [&](const Pair& pair) { return !is_inside(axis, pair); }));
}

constexpr Shades nn_shades{Colour{0.55, 0.66, 0.82}, Colour{0.36, 0.48, 0.68},
                           Colour{0.18, 0.27, 0.45}, Colour{0.05, 0.08, 0.18}};
constexpr Shades other_shades{Colour{0.96, 0.82, 0.79}, Colour{0.93, 0.70, 0.66},
                              Colour{0.88, 0.56, 0.51}, Colour{0.78, 0.38, 0.33}};

} // namespace

std::string poincare_words(const Analysis& analysis) {
    const HeartRateVariability& hrv = analysis.measurements.hrv;
    std::string words;
    if (hrv.sd1 && hrv.sd2) {
        words = "SD1 " + format_number(hrv.sd1->count(), 1) + " ms, SD2 " +
                format_number(hrv.sd2->count(), 1) + " ms";
    }
    const Pairs pairs = pairs_of(analysis);
    if (pairs.nn.empty() && pairs.others.empty()) {
        return words;
    }
    if (const std::size_t count = outside(length_axis(pairs), pairs); count > 0) {
        words += (words.empty() ? "" : "; ") + std::to_string(count) + " pairs outside";
    }
    return words;
}

void draw_poincare(Canvas& canvas, const Box& box, const Analysis& analysis) {
    const Pairs pairs = pairs_of(analysis);
    if (pairs.nn.empty() && pairs.others.empty()) {
        draw_frame(canvas, box);
        draw_absence(canvas, box, "no two RR intervals on end");
        return;
    }
    const Square square = square_of(box, length_axis(pairs));
    draw_value_ticks(canvas, box, square.y, most_ticks);
    draw_ticks_below(canvas, box, square.x, most_ticks);
    canvas.lines(std::array{Line{{box.left, box.bottom()}, {box.right(), box.top}}},
                 style::hairline);
    draw_pairs(canvas, square, pairs.others, other_shades);
    draw_pairs(canvas, square, pairs.nn, nn_shades);
    draw_ellipse(canvas, square, analysis.measurements.hrv);
    draw_frame(canvas, box);
}

} // namespace ecg::report
