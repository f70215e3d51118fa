#include "report/chart.hpp"

#include "common/text.hpp"
#include "report/grid.hpp"
#include "report/style.hpp"
#include "report/text_layout.hpp"
#include "report/trace.hpp"

#include <algorithm>
#include <array>

namespace ecg::report {
namespace {

constexpr double label_indent = 1.5;
constexpr double note_gap = 1.5;

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

double label_height(const TraceLayout& layout) {
    const double pitch =
        layout.baselines.size() > 1 ? layout.baselines[1] - layout.baselines[0] : layout.reach;
    return 0.37 * std::min(pitch, layout.reach);
}

void draw_label(Canvas& canvas, const Strip& strip, Point at, const std::string& note) {
    const double limit = strip.left + strip.width - at.x - 1;
    const std::string label = ellipsized(canvas, printable(strip.label), style::lead, limit);
    canvas.text(at, label, style::lead);
    double x = at.x + canvas.text_width(label, style::lead) + note_gap;
    if (strip.tells_time) {
        const std::string time = "from " + format_number(strip.from.count(), 1) + " s";
        canvas.text({x, at.y}, time, style::lead_time);
        x += canvas.text_width(time, style::lead_time) + note_gap;
    }
    if (!note.empty()) {
        canvas.text({x, at.y},
                    ellipsized(canvas, printable(note), style::lead_note, at.x + limit - x),
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

/// Whether the trace had to be cut.
bool draw_trace(Canvas& canvas, const Strip& strip, const TraceLayout& layout, SampleRate rate) {
    Placement placement;
    placement.baseline = layout.baselines[strip.row];
    placement.highest = std::max(layout.grid.top, placement.baseline - layout.reach);
    placement.lowest = std::min(layout.grid.bottom(), placement.baseline + layout.reach);
    placement.centre_mv = centre_of(strip, rate, layout.scale);

    const Trace trace = trace_of(strip, rate, layout.scale, placement);
    for (const std::vector<Point>& line : trace.lines) {
        canvas.polyline(line, style::trace);
    }
    for (const Point& cut : trace.cuts) {
        draw_cut(canvas, cut, cut.y == placement.highest);
    }
    if (!trace.has_samples &&
        strip.from < rate.time_of(static_cast<double>(strip.signal->samples.size()))) {
        canvas.text({strip.left + label_indent, placement.baseline - 1}, "signal missing",
                    style::quiet);
    }
    return !trace.cuts.empty();
}

} // namespace

ChartRemarks draw_chart(Canvas& canvas, const TraceLayout& layout, const Recording& recording,
                        const std::vector<LeadQuality>& quality) {
    ChartRemarks remarks;
    draw_grid(canvas, layout.grid);
    for (const double baseline : layout.baselines) {
        draw_pulse(canvas, layout.grid.left, baseline, layout.scale);
    }
    for (const Strip& strip : layout.strips) {
        const double baseline = layout.baselines[strip.row];
        if (strip.left > layout.grid.left + pulse_zone) {
            draw_separator(canvas, strip.left, baseline);
        }
        if (strip.signal == nullptr) {
            canvas.text({strip.left + label_indent, baseline - 1}, "not recorded", style::quiet);
        } else if (draw_trace(canvas, strip, layout, recording.rate)) {
            remarks.cut = true;
        }
    }
    for (const Strip& strip : layout.strips) { // above all traces
        draw_label(canvas, strip,
                   {strip.left + label_indent, layout.baselines[strip.row] - label_height(layout)},
                   note_of(strip, recording, quality));
    }
    return remarks;
}

} // namespace ecg::report
