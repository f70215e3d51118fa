#include "report/beat_label.hpp"

#include "report/style.hpp"
#include "report/text_layout.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace ecg::report {
namespace {

constexpr double indent = 1.5;
constexpr double gap = 1.5;
constexpr double drop = 4.2; // of the baseline, from the upper edge
constexpr double clearance = 0.6;
constexpr double line_pitch = 3.4;
constexpr double ascent = 0.8; // of the letters' size
constexpr double descent = 0.25;

/// The words of a label, and the room that they take from the first baseline on.
struct Label {
    std::string name;
    std::string remark; ///< behind the name
    std::string note;   ///< behind that, or below the name
    bool note_below = false;
    double width = 0;
};

bool runs_into(const Trace& trace, const Box& box) {
    return std::any_of(trace.lines.begin(), trace.lines.end(), [&](const auto& line) {
        for (std::size_t i = 0; i < line.size(); ++i) {
            const Point& a = line[i > 0 ? i - 1 : 0];
            const Point& b = line[i];
            if (b.x >= box.left && a.x <= box.right() && std::max(a.y, b.y) >= box.top &&
                std::min(a.y, b.y) <= box.bottom()) {
                return true;
            }
        }
        return false;
    });
}

std::string note_of(const std::vector<LeadNote>& notes, const std::string& lead) {
    const auto note = std::find_if(notes.begin(), notes.end(),
                                   [&](const LeadNote& one) { return one.first == lead; });
    return note != notes.end() ? printable(note->second) : std::string{};
}

Label label_of(const Canvas& canvas, const BeatCell& cell, const std::vector<LeadNote>& notes) {
    const double room = cell.box.width - 2 * indent;
    Label label;
    label.name = ellipsized(canvas, printable(cell.strip.label), style::lead, room);
    label.remark = cell.strip.remark;
    label.width = canvas.text_width(label.name, style::lead);
    if (!label.remark.empty()) {
        label.width += gap + canvas.text_width(label.remark, style::lead_time);
    }
    const std::string note = note_of(notes, cell.strip.name);
    const double left = room - label.width - gap;
    if (!note.empty() && left > canvas.text_width("…", style::lead_note)) {
        label.note = ellipsized(canvas, note, style::lead_note, left);
        label.width += gap + canvas.text_width(label.note, style::lead_note);
    }
    return label;
}

/// "poor signal" of "poor signal: drift", below the name.
Label with_note_below(const Canvas& canvas, const BeatCell& cell, Label label,
                      const std::vector<LeadNote>& notes) {
    const std::string note = note_of(notes, cell.strip.name);
    const std::string brief = note.substr(0, note.find(':'));
    label.width -= label.note.empty() ? 0 : gap + canvas.text_width(label.note, style::lead_note);
    label.note = ellipsized(canvas, brief, style::lead_note, cell.box.width - 2 * indent);
    label.width = std::max(label.width, canvas.text_width(label.note, style::lead_note));
    label.note_below = true;
    return label;
}

Box box_of(const Label& label, Point at) {
    const double below = label.note_below ? line_pitch : 0;
    return {at.x - clearance, at.y - ascent * style::lead.size - clearance / 2,
            label.width + 2 * clearance,
            (ascent + descent) * style::lead.size + below + clearance / 2};
}

/// The corner of the cell where no trace runs: on the left before the right, above before below.
std::optional<Point> free_corner(const BeatCell& cell, const Trace& trace, const Label& label) {
    const double left = cell.box.left + indent;
    const double right = cell.box.right() - indent - label.width;
    const double top = cell.box.top + drop;
    const double bottom = cell.box.bottom() - indent - (label.note_below ? line_pitch : 0);
    const std::array corners{Point{left, top}, Point{left, bottom}, Point{right, top},
                             Point{right, bottom}};
    const auto* found = std::find_if(corners.begin(), corners.end(), [&](Point at) {
        return !runs_into(trace, box_of(label, at));
    });
    return found != corners.end() ? std::optional{*found} : std::nullopt;
}

/// White behind words that a point's line would run through.
void clear_points(Canvas& canvas, const MedianChart& chart, double cell_left, const Box& words) {
    const bool crossed =
        std::any_of(chart.points.begin(), chart.points.end(), [&](const BeatPoint& point) {
            const double x = chart.layout.x_of(point.at, cell_left);
            return chart.layout.shows(point.at) && x >= words.left && x <= words.right();
        });
    if (crossed) {
        canvas.fill(std::array{Point{words.left, words.top}, Point{words.right(), words.top},
                               Point{words.right(), words.bottom()},
                               Point{words.left, words.bottom()}},
                    style::white);
    }
}

void draw_words(Canvas& canvas, Point at, const Label& label) {
    canvas.text(at, label.name, style::lead);
    double x = at.x + canvas.text_width(label.name, style::lead) + gap;
    if (!label.remark.empty()) {
        canvas.text({x, at.y}, label.remark, style::lead_time);
        x += canvas.text_width(label.remark, style::lead_time) + gap;
    }
    canvas.text(label.note_below ? Point{at.x, at.y + line_pitch} : Point{x, at.y}, label.note,
                style::lead_note);
}

} // namespace

void draw_beat_label(Canvas& canvas, const MedianChart& chart, const BeatCell& cell,
                     const Trace& trace) {
    Label label = label_of(canvas, cell, chart.notes);
    std::optional<Point> at = free_corner(cell, trace, label);
    if (!at && !label.note.empty()) {
        label = with_note_below(canvas, cell, label, chart.notes);
        at = free_corner(cell, trace, label);
    }
    if (at) {
        clear_points(canvas, chart, cell.box.left, box_of(label, *at));
    }
    draw_words(canvas, at.value_or(Point{cell.box.left + indent, cell.box.top + drop}), label);
}

} // namespace ecg::report
