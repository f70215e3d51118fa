#include "report/trace_drawing.hpp"

#include "report/style.hpp"

#include <array>

namespace ecg::report {
namespace {

void draw_cut(Canvas& canvas, const Cut& cut) {
    const double tip = cut.upwards ? 0.4 : -0.4;
    const double base = cut.upwards ? 2 : -2;
    const auto [x, y] = cut.at;
    canvas.fill(std::array{Point{x, y + tip}, Point{x - 0.9, y + base}, Point{x + 0.9, y + base}},
                style::alarm);
}

} // namespace

void draw_trace(Canvas& canvas, const Trace& trace, const Pen& pen) {
    for (const std::vector<Point>& line : trace.lines) {
        canvas.polyline(line, pen);
    }
    for (const Cut& cut : trace.cuts) {
        draw_cut(canvas, cut);
    }
}

} // namespace ecg::report
