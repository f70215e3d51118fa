#include "report/median_chart.hpp"

#include "report/beat_label.hpp"
#include "report/dimension_lines.hpp"
#include "report/grid.hpp"
#include "report/style.hpp"
#include "report/trace_drawing.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace ecg::report {
namespace {

constexpr double edge = 0.3; // mm between a trace and the edge that it is cut at

/// The left edges of all columns, the panel's among them.
std::vector<double> column_edges(const MedianLayout& layout) {
    std::vector<double> edges;
    for (std::size_t column = 0; column <= layout.columns; ++column) {
        edges.push_back(layout.grid.left + pulse_zone +
                        layout.cell_width() * static_cast<double>(column));
    }
    return edges;
}

/// Pale bands of one standard uncertainty to each side; what does not fit the column is left out.
void draw_uncertainty(Canvas& canvas, const MedianLayout& layout, const BeatPoint& point) {
    if (!point.uncertainty || !layout.shows(point.at)) {
        return;
    }
    const double half = Seconds{*point.uncertainty}.count() * layout.scale.mm_per_s;
    for (const double left : column_edges(layout)) {
        const double x = layout.x_of(point.at, left);
        const double from = std::max(left, x - half);
        const double to = std::min(left + layout.cell_width(), x + half);
        canvas.fill(std::array{Point{from, layout.grid.top}, Point{to, layout.grid.top},
                               Point{to, layout.grid.bottom()}, Point{from, layout.grid.bottom()}},
                    style::uncertainty);
    }
}

void draw_points(Canvas& canvas, const MedianChart& chart) {
    const MedianLayout& layout = chart.layout;
    std::vector<Line> lines;
    for (const BeatPoint& point : chart.points) {
        for (const double left : column_edges(layout)) {
            const double x = layout.x_of(point.at, left);
            if (layout.shows(point.at)) {
                lines.push_back({{x, layout.grid.top}, {x, layout.grid.bottom()}});
            }
        }
    }
    canvas.lines(lines, style::point);
}

/// The edges of the cells, and the level of zero in each.
void draw_cells(Canvas& canvas, const MedianLayout& layout) {
    std::vector<Line> edges;
    std::vector<Line> levels;
    const BeatPanel& panel = layout.panel;
    for (const double left : column_edges(layout)) {
        edges.push_back({{left, layout.grid.top}, {left, layout.grid.bottom()}});
    }
    for (const BeatCell& cell : layout.cells) {
        edges.push_back({{cell.box.left, cell.box.top}, {cell.box.right(), cell.box.top}});
        if (cell.strip.signal != nullptr) {
            levels.push_back({{cell.box.left, cell.baseline}, {cell.box.right(), cell.baseline}});
        }
    }
    levels.push_back({{panel.box.left, panel.baseline}, {panel.box.right(), panel.baseline}});
    canvas.lines(edges, style::cell_edge);
    canvas.lines(levels, style::zero_level);
}

Trace trace_in(const Strip& strip, SampleRate rate, const Box& box, double baseline) {
    return strip.signal == nullptr
               ? Trace{}
               : trace_of(strip, rate, {baseline, box.top + edge, box.bottom() - edge, 0});
}

/// Whether a trace was cut.
bool draw_cell(Canvas& canvas, const BeatCell& cell, const MedianChart& chart) {
    const Trace trace = trace_in(cell.strip, chart.rate, cell.box, cell.baseline);
    draw_trace(canvas, trace, style::trace);
    draw_beat_label(canvas, chart, cell, trace);
    return !trace.cuts.empty();
}

/// The leads that are usable over each other; a single lead as in a cell of its own.
bool draw_panel(Canvas& canvas, const MedianChart& chart) {
    const BeatPanel& panel = chart.layout.panel;
    const bool alone = chart.layout.columns == 0;
    bool cut = false;
    Trace all;
    for (const Strip& strip : panel.strips) {
        const Trace trace = trace_in(strip, chart.rate, panel.traces, panel.baseline);
        draw_trace(canvas, trace, alone ? style::trace : style::superimposed);
        all.lines.insert(all.lines.end(), trace.lines.begin(), trace.lines.end());
        cut = cut || !trace.cuts.empty();
    }
    BeatCell cell;
    cell.box = panel.box;
    if (alone && !panel.strips.empty()) {
        cell.strip = panel.strips.front();
    } else {
        const auto leads = static_cast<std::size_t>(
            std::count_if(chart.layout.cells.begin(), chart.layout.cells.end(),
                          [](const BeatCell& one) { return one.strip.signal != nullptr; }));
        const bool whole = leads == panel.strips.size();
        cell.strip.label =
            whole ? "All leads"
                  : std::to_string(panel.strips.size()) + " of " + std::to_string(leads) + " leads";
    }
    draw_beat_label(canvas, chart, cell, all);
    return cut;
}

} // namespace

bool draw_median_chart(Canvas& canvas, const MedianChart& chart) {
    const MedianLayout& layout = chart.layout;
    draw_grid(canvas, layout.grid, chart.grid);
    for (const BeatPoint& point : chart.points) { // a fraction of a millimetre: above the grid
        draw_uncertainty(canvas, layout, point);
    }
    draw_cells(canvas, layout);
    draw_points(canvas, chart);
    for (const BeatPulse& pulse : layout.pulses) {
        draw_pulse(canvas, layout.grid.left, layout.grid.left + pulse_zone, pulse.foot,
                   {layout.scale.mm_per_s, pulse.mm_per_mv});
    }
    bool cut = false;
    for (const BeatCell& cell : layout.cells) {
        cut = draw_cell(canvas, cell, chart) || cut;
    }
    cut = draw_panel(canvas, chart) || cut;
    draw_dimension_lines(canvas, layout, intervals_of(chart.points));
    return cut;
}

} // namespace ecg::report
