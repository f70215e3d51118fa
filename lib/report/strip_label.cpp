#include "report/strip_label.hpp"

#include "report/style.hpp"
#include "report/text_layout.hpp"

#include <algorithm>
#include <optional>

namespace ecg::report {
namespace {

constexpr double indent = 1.5;
constexpr double gap = 1.5;
constexpr double clearance = 0.8;
constexpr double usual_height = 0.37; // above the baseline, of the distance of rows
constexpr double greatest_height = 0.75;
constexpr double step_up = 0.5; // mm, from one place that is tried to the next
constexpr double step_right = 2;
constexpr double farthest_right = 20; // a beat further there is room between two QRS
constexpr double ascent = 0.76;       // of the letters' size
constexpr double descent = 0.1;       // "aVR", "V1", "from 10 s" have none to speak of

/// Whether line, drawn from left to right, comes into the box.
bool runs_through(const std::vector<Point>& line, const Box& box) {
    auto next = std::lower_bound(line.begin(), line.end(), box.left,
                                 [](Point point, double x) { return point.x < x; });
    if (next == line.end()) {
        return false;
    }
    Point last = next != line.begin() ? *(next - 1) : *next;
    for (; next != line.end() && last.x <= box.right(); ++next) {
        if (std::max(last.y, next->y) >= box.top && std::min(last.y, next->y) <= box.bottom()) {
            return true;
        }
        last = *next;
    }
    return false;
}

bool is_free(const std::vector<DrawnStrip>& strips, const Box& box) {
    return std::none_of(strips.begin(), strips.end(), [&](const DrawnStrip& other) {
        return std::any_of(other.trace.lines.begin(), other.trace.lines.end(),
                           [&](const std::vector<Point>& line) { return runs_through(line, box); });
    });
}

Point usual_place(const DrawnStrip& drawn, const TraceLayout& layout) {
    return {drawn.strip.left + indent, drawn.baseline - usual_height * pitch_of(layout)};
}

/// Where words of that width have no trace in them: at the usual height, else above the wave that
/// stands there, else further to the right.
std::optional<Point> free_place(const DrawnStrip& drawn, const Surroundings& around, double width) {
    const Point usual = usual_place(drawn, around.layout);
    const double size = style::lead.size;
    const double highest = std::max(drawn.baseline - greatest_height * pitch_of(around.layout),
                                    around.layout.grid.top + ascent * size);
    const double last =
        std::min(usual.x + farthest_right, drawn.strip.left + drawn.strip.width - width - 1);
    for (double x = usual.x; x == usual.x || x <= last; x += step_right) {
        for (double y = usual.y; y >= highest; y -= step_up) {
            const Box box{x - clearance, y - ascent * size - clearance, width + 2 * clearance,
                          (ascent + descent) * size + 2 * clearance};
            if (is_free(around.strips, box)) {
                return Point{x, y};
            }
        }
    }
    return std::nullopt;
}

} // namespace

double pitch_of(const TraceLayout& layout) {
    return layout.baselines.size() > 1 ? layout.baselines[1] - layout.baselines[0] : layout.reach;
}

void draw_label(Canvas& canvas, const DrawnStrip& drawn, const Surroundings& around,
                const std::string& note, const TextStyle& note_style) {
    const Strip& strip = drawn.strip;
    const double room = strip.width - indent - 1;
    const std::string label = ellipsized(canvas, printable(strip.label), style::lead, room);
    const double label_width = canvas.text_width(label, style::lead);
    const double remark_width =
        strip.remark.empty() ? 0 : gap + canvas.text_width(strip.remark, style::lead_time);

    const double width = label_width + remark_width;
    const double note_width =
        note.empty() ? 0 : gap + canvas.text_width(printable(note), note_style);

    std::optional<Point> place = free_place(drawn, around, std::min(room, width + note_width));
    if (!place && note_width > 0) { // rather the note on a trace than the label
        place = free_place(drawn, around, width);
    }
    Point at = place.value_or(usual_place(drawn, around.layout));
    canvas.text(at, label, style::lead);
    canvas.text({at.x + label_width + gap, at.y}, strip.remark, style::lead_time);
    at.x += label_width + remark_width + gap;
    const double left = strip.left + strip.width - 1 - at.x;
    if (!note.empty() && left > 0) {
        canvas.text(at, ellipsized(canvas, printable(note), note_style, left), note_style);
    }
}

} // namespace ecg::report
