#include "report/grid.hpp"

#include "report/style.hpp"

#include <array>
#include <cmath>
#include <vector>

namespace ecg::report {
namespace {

constexpr long heavy_every = 5;

/// The positions 0, 1, 2 … length, those of the heavy lines or those of the others.
std::vector<double> steps(double length, bool heavy) {
    std::vector<double> at;
    const long last = std::lround(std::floor(length + 1e-9));
    for (long i = 0; i <= last; ++i) {
        if ((i % heavy_every == 0) == heavy) {
            at.push_back(static_cast<double>(i));
        }
    }
    return at;
}

void draw_lines(Canvas& canvas, const Box& box, bool heavy, const Pen& pen) {
    std::vector<Line> lines;
    for (const double x : steps(box.width, heavy)) {
        lines.push_back({{box.left + x, box.top}, {box.left + x, box.bottom()}});
    }
    for (const double y : steps(box.height, heavy)) {
        lines.push_back({{box.left, box.top + y}, {box.right(), box.top + y}});
    }
    canvas.lines(lines, pen);
}

} // namespace

void draw_grid(Canvas& canvas, const Box& box, GridColour colour) {
    if (colour == GridColour::none) {
        return;
    }
    const bool grey = colour == GridColour::grey;
    draw_lines(canvas, box, false, grey ? style::fine_grey_grid : style::fine_grid);
    draw_lines(canvas, box, true, grey ? style::heavy_grey_grid : style::heavy_grid);
}

double pulse_width(Scale scale) {
    constexpr double pulse_seconds = 0.2;
    return pulse_seconds * scale.mm_per_s;
}

void draw_pulse(Canvas& canvas, double left, double right, double baseline, Scale scale) {
    const double width = pulse_width(scale);
    const double rise = (left + right - width) / 2;
    const double fall = rise + width;
    const double top = baseline - scale.mm_per_mv;
    canvas.polyline(std::array{Point{left, baseline}, Point{rise, baseline}, Point{rise, top},
                               Point{fall, top}, Point{fall, baseline}, Point{right, baseline}},
                    style::trace);
}

void draw_separator(Canvas& canvas, double x, double baseline) {
    constexpr double near = 6;
    constexpr double far = 9;
    canvas.lines(std::array{Line{{x, baseline - far}, {x, baseline - near}},
                            Line{{x, baseline + near}, {x, baseline + far}}},
                 style::separator);
}

} // namespace ecg::report
