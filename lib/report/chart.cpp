#include "report/chart.hpp"

#include "report/grid.hpp"
#include "report/strip_label.hpp"
#include "report/style.hpp"
#include "report/trace_drawing.hpp"

#include <algorithm>
#include <array>

namespace ecg::report {
namespace {

/// What must be said beside a lead's label; no words when nothing.
struct Note {
    std::string words;
    TextStyle style = style::lead_note;
};

Note note_of(const DrawnStrip& drawn, const Recording& recording,
             const std::vector<LeadQuality>& quality) {
    const std::string& name = drawn.strip.name;
    if (drawn.strip.signal == nullptr) {
        return {"not recorded", style::quiet};
    }
    const auto& off = recording.electrodes_off;
    if (std::find(off.begin(), off.end(), name) != off.end()) {
        return {"electrode off"};
    }
    if (!drawn.trace.has_samples) {
        const bool is_over = drawn.strip.from >= recording.duration();
        return {is_over ? "recording ended" : "signal missing", style::quiet};
    }
    const auto judged = std::find_if(quality.begin(), quality.end(),
                                     [&](const LeadQuality& lead) { return lead.lead == name; });
    if (judged == quality.end() || judged->verdict != Verdict::bad) {
        return {};
    }
    return {judged->reasons.empty() ? "poor signal" : "poor signal: " + judged->reasons.front()};
}

Placement placement_of(const Strip& strip, const TraceLayout& layout, SampleRate rate) {
    Placement placement;
    placement.baseline = layout.baselines[strip.row];
    placement.highest = std::max(layout.grid.top, placement.baseline - layout.reach);
    placement.lowest = std::min(layout.grid.bottom(), placement.baseline + layout.reach);
    placement.centre_mv = centre_of(strip, rate);
    return placement;
}

DrawnStrip draw_strip(Canvas& canvas, const Strip& strip, const TraceLayout& layout,
                      SampleRate rate) {
    const double baseline = layout.baselines[strip.row];
    if (strip.left > layout.grid.left + layout.pulse_zone) {
        draw_separator(canvas, strip.left, baseline);
    }
    if (strip.signal == nullptr) {
        return {strip, baseline, {}};
    }
    Trace trace = trace_of(strip, rate, placement_of(strip, layout, rate));
    draw_trace(canvas, trace, style::trace);
    return {strip, baseline, std::move(trace)};
}

/// The gains of a row's strips, each once, from left to right.
std::vector<double> gains_of_row(const TraceLayout& layout, std::size_t row) {
    std::vector<double> gains;
    for (const Strip& strip : layout.strips) {
        const double gain = strip.scale.mm_per_mv;
        if (strip.row == row && std::find(gains.begin(), gains.end(), gain) == gains.end()) {
            gains.push_back(gain);
        }
    }
    return gains;
}

/// A pulse with a short foot; place is 0 at the left end of the pulse zone, 1 at the right.
void draw_pulse_aside(Canvas& canvas, const TraceLayout& layout, std::size_t row, double gain,
                      double place) {
    constexpr double edge = 1; // mm of baseline beside it
    const Scale scale{layout.scale.mm_per_s, gain};
    const double width = pulse_width(scale) + 2 * edge;
    const double left = layout.grid.left + (layout.pulse_zone - width) * place;
    draw_pulse(canvas, left, left + width, layout.baselines[row], scale);
}

/// The usual mark of two gains where two pulses find no room beside each other: 1 mV in the one for
/// 100 ms, then in the other for 100 ms.
void draw_stepped_pulse(Canvas& canvas, const TraceLayout& layout, std::size_t row,
                        std::array<double, 2> gains) {
    const Point foot{layout.grid.left, layout.baselines[row]};
    const double width = pulse_width(layout.scale);
    const double right = foot.x + layout.pulse_zone;
    const double rise = foot.x + (layout.pulse_zone - width) / 2;
    const double step = rise + width / 2;
    const double fall = rise + width;
    canvas.polyline(std::array{foot, Point{rise, foot.y}, Point{rise, foot.y - gains[0]},
                               Point{step, foot.y - gains[0]}, Point{step, foot.y - gains[1]},
                               Point{fall, foot.y - gains[1]}, Point{fall, foot.y},
                               Point{right, foot.y}},
                    style::trace);
}

/// A pulse for each gain of the row. Pulses that would reach into the rows above stand in turn
/// from left to right, so that none hides another.
void draw_pulses(Canvas& canvas, const TraceLayout& layout, std::size_t row) {
    const std::vector<double> gains = gains_of_row(layout, row);
    const auto places = 1 + static_cast<std::size_t>((gains[0] + 1) / pitch_of(layout));
    if (gains.size() > 1 && 2 * pulse_width(layout.scale) > layout.pulse_zone - 4) {
        draw_stepped_pulse(canvas, layout, row, {gains[0], gains[1]});
    } else if (gains.size() > 1) {
        draw_pulse_aside(canvas, layout, row, gains[0], 0);
        draw_pulse_aside(canvas, layout, row, gains[1], 1);
    } else if (places > 1) {
        const double place = static_cast<double>(row % places) / static_cast<double>(places - 1);
        draw_pulse_aside(canvas, layout, row, gains[0], place);
    } else {
        const double left = layout.grid.left;
        draw_pulse(canvas, left, left + layout.pulse_zone, layout.baselines[row],
                   {layout.scale.mm_per_s, gains[0]});
    }
}

} // namespace

ChartRemarks draw_chart(Canvas& canvas, const TraceLayout& layout, const Recording& recording,
                        const std::vector<LeadQuality>& quality, GridColour grid) {
    draw_grid(canvas, layout.grid, grid);
    for (std::size_t row = 0; row < layout.baselines.size(); ++row) {
        draw_pulses(canvas, layout, row);
    }
    std::vector<DrawnStrip> drawn;
    for (const Strip& strip : layout.strips) {
        drawn.push_back(draw_strip(canvas, strip, layout, recording.rate));
    }
    ChartRemarks remarks;
    Surroundings around{drawn, layout, {}};
    for (const DrawnStrip& one : drawn) { // above all traces
        const Note note = note_of(one, recording, quality);
        draw_label(canvas, one, around, note.words, note.style);
        remarks.cut = remarks.cut || !one.trace.cuts.empty();
        remarks.has_trace = remarks.has_trace || one.trace.has_samples;
    }
    return remarks;
}

} // namespace ecg::report
