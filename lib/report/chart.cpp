#include "report/chart.hpp"

#include "common/text.hpp"
#include "report/grid.hpp"
#include "report/style.hpp"
#include "report/text_layout.hpp"
#include "report/trace.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace ecg::report {
namespace {

constexpr double label_indent = 1.5;
constexpr double note_gap = 1.5;
constexpr double label_clearance = 1;
constexpr double usual_label_height = 0.37; // above the baseline, of the distance of rows
constexpr double highest_label = 0.75;

/// What must be said beside a lead's label; "" when nothing.
std::string note_of(const Strip& strip, const Recording& recording,
                    const std::vector<LeadQuality>& quality) {
    const auto& off = recording.electrodes_off;
    if (std::find(off.begin(), off.end(), strip.label) != off.end()) {
        return "electrode off";
    }
    const auto judged = std::find_if(quality.begin(), quality.end(), [&](const LeadQuality& lead) {
        return lead.lead == strip.label;
    });
    if (judged == quality.end() || judged->verdict != Verdict::bad) {
        return {};
    }
    return judged->reasons.empty() ? "poor signal" : "poor signal: " + judged->reasons.front();
}

/// A strip as it was drawn.
struct DrawnStrip {
    const Strip& strip;
    double baseline;
    Trace trace; ///< empty when the lead was not recorded
};

/// The smallest y of the trace between two x; absent when it is not drawn there.
std::optional<double> top_of(const Trace& trace, double left, double right) {
    std::optional<double> top;
    for (const std::vector<Point>& line : trace.lines) {
        for (const Point& point : line) {
            if (point.x >= left && point.x <= right && (!top || point.y < *top)) {
                top = point.y;
            }
        }
    }
    return top;
}

/// The label's baseline: at the usual height, or above a wave that stands there if it is not
/// too tall.
double label_y(const DrawnStrip& drawn, const TraceLayout& layout, double left, double width) {
    const double pitch =
        layout.baselines.size() > 1 ? layout.baselines[1] - layout.baselines[0] : layout.reach;
    const double usual = drawn.baseline - usual_label_height * pitch;
    const double highest = drawn.baseline - highest_label * pitch;
    const auto top = top_of(drawn.trace, left - label_clearance, left + width + label_clearance);
    if (!top || *top > usual + label_clearance) {
        return usual;
    }
    const double above = *top - label_clearance;
    return above >= highest ? above : usual;
}

void draw_label(Canvas& canvas, const DrawnStrip& drawn, const TraceLayout& layout,
                const std::string& note) {
    const Strip& strip = drawn.strip;
    double x = strip.left + label_indent;
    const double right = strip.left + strip.width - 1;
    const std::string label = ellipsized(canvas, printable(strip.label), style::lead, right - x);
    const std::string time =
        strip.tells_time ? "from " + format_number(strip.from.count(), 1) + " s" : "";
    const double label_width = canvas.text_width(label, style::lead) + note_gap;
    const double time_width =
        time.empty() ? 0 : canvas.text_width(time, style::lead_time) + note_gap;

    const double y = label_y(drawn, layout, x, label_width + time_width - note_gap);
    canvas.text({x, y}, label, style::lead);
    x += label_width;
    canvas.text({x, y}, time, style::lead_time);
    x += time_width;
    if (!note.empty()) {
        canvas.text({x, y}, ellipsized(canvas, printable(note), style::lead_note, right - x),
                    style::lead_note);
    }
}

/// A small triangle that points to where the signal went.
void draw_cut(Canvas& canvas, Point cut, bool upwards) {
    const double tip = upwards ? 0.4 : -0.4;
    const double base = upwards ? 2 : -2;
    canvas.fill(std::array{Point{cut.x, cut.y + tip}, Point{cut.x - 0.9, cut.y + base},
                           Point{cut.x + 0.9, cut.y + base}},
                style::alarm);
}

Trace draw_trace(Canvas& canvas, const Strip& strip, const TraceLayout& layout, SampleRate rate) {
    Placement placement;
    placement.baseline = layout.baselines[strip.row];
    placement.highest = std::max(layout.grid.top, placement.baseline - layout.reach);
    placement.lowest = std::min(layout.grid.bottom(), placement.baseline + layout.reach);
    placement.centre_mv = centre_of(strip, rate, layout.scale);

    Trace trace = trace_of(strip, rate, layout.scale, placement);
    for (const std::vector<Point>& line : trace.lines) {
        canvas.polyline(line, style::trace);
    }
    for (const Point& cut : trace.cuts) {
        draw_cut(canvas, cut, cut.y == placement.highest);
    }
    const auto samples = static_cast<double>(strip.signal->samples.size());
    if (!trace.has_samples && strip.from < rate.time_of(samples)) {
        canvas.text({strip.left + label_indent, placement.baseline - 1}, "signal missing",
                    style::quiet);
    }
    return trace;
}

DrawnStrip draw_strip(Canvas& canvas, const Strip& strip, const TraceLayout& layout,
                      SampleRate rate) {
    const double baseline = layout.baselines[strip.row];
    if (strip.left > layout.grid.left + pulse_zone) {
        draw_separator(canvas, strip.left, baseline);
    }
    if (strip.signal == nullptr) {
        canvas.text({strip.left + label_indent, baseline - 1}, "not recorded", style::quiet);
        return {strip, baseline, {}};
    }
    return {strip, baseline, draw_trace(canvas, strip, layout, rate)};
}

} // namespace

ChartRemarks draw_chart(Canvas& canvas, const TraceLayout& layout, const Recording& recording,
                        const std::vector<LeadQuality>& quality) {
    draw_grid(canvas, layout.grid);
    for (const double baseline : layout.baselines) {
        draw_pulse(canvas, layout.grid.left, baseline, layout.scale);
    }
    std::vector<DrawnStrip> drawn;
    for (const Strip& strip : layout.strips) {
        drawn.push_back(draw_strip(canvas, strip, layout, recording.rate));
    }
    ChartRemarks remarks;
    for (const DrawnStrip& one : drawn) { // above all traces
        draw_label(canvas, one, layout, note_of(one.strip, recording, quality));
        remarks.cut = remarks.cut || !one.trace.cuts.empty();
    }
    return remarks;
}

} // namespace ecg::report
