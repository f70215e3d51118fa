#include "report/strip_label.hpp"

#include "report/style.hpp"
#include "report/text_layout.hpp"

#include <algorithm>

namespace ecg::report {
namespace {

constexpr double indent = 1.5;
constexpr double gap = 1.5;
constexpr double clearance = 0.8;
constexpr double usual_height = 0.37; // above the baseline, of the distance of rows
constexpr double greatest_height = 0.75;
constexpr double step_up = 0.5; // mm, from one place that is tried to the next
constexpr double step_right = 1;
constexpr double farthest_right = 20; // a beat further there is room between two QRS
constexpr double to_note = 3;         // mm, from a label to a note below it
constexpr double ascent = 0.76;       // of the letters' size
constexpr double descent = 0.1;       // "aVR", "V1", "from 10 s" have none to speak of

/// How many pieces of line, drawn from left to right, come into the box.
std::size_t pieces_within(const std::vector<Point>& line, const Box& box) {
    auto next = std::lower_bound(line.begin(), line.end(), box.left,
                                 [](Point point, double x) { return point.x < x; });
    if (next == line.end()) {
        return 0;
    }
    std::size_t count = 0;
    Point last = next != line.begin() ? *(next - 1) : *next;
    for (; next != line.end() && last.x <= box.right(); ++next) {
        const bool within =
            std::max(last.y, next->y) >= box.top && std::min(last.y, next->y) <= box.bottom();
        count += within ? 1 : 0;
        last = *next;
    }
    return count;
}

/// How much of what is drawn already lies in the box; other words are worse than any trace.
std::size_t ink_in(const Surroundings& around, const Box& box) {
    constexpr std::size_t words = 10'000;
    std::size_t ink = 0;
    for (const DrawnStrip& other : around.strips) {
        for (const std::vector<Point>& line : other.trace.lines) {
            ink += pieces_within(line, box);
        }
    }
    for (const Box& other : around.words) {
        const bool apart = other.right() <= box.left || box.right() <= other.left ||
                           other.bottom() <= box.top || box.bottom() <= other.top;
        ink += apart ? 0 : words;
    }
    return ink;
}

Point usual_place(const DrawnStrip& drawn, const TraceLayout& layout) {
    return {drawn.strip.left + indent, std::max(drawn.baseline - usual_height * pitch_of(layout),
                                                layout.grid.top + ascent * style::lead.size)};
}

/// Words that are to find a place.
struct Extent {
    double width = 0; ///< mm
    double size = style::lead.size;
    double below = 0; ///< room for a second line, mm
};

/// Where words that begin at the point take room.
Box room_of(Point at, Extent words) {
    const auto [width, size, below] = words;
    return {at.x - clearance, at.y - ascent * size - clearance, width + 2 * clearance,
            (ascent + descent) * size + 2 * clearance + below};
}

/// The baselines that words may have, the best first: the usual height and above it, and where
/// below is true then down to where the next row begins.
std::vector<double> heights(const DrawnStrip& drawn, const TraceLayout& layout, bool below) {
    const double usual = usual_place(drawn, layout).y;
    const double pitch = pitch_of(layout);
    const double highest = std::max(drawn.baseline - greatest_height * pitch,
                                    layout.grid.top + ascent * style::lead.size);
    const double lowest =
        below ? std::min(drawn.baseline + usual_height * pitch, layout.grid.bottom() - 1) : usual;
    std::vector<double> found;
    for (double y = usual; y >= highest; y -= step_up) {
        found.push_back(y);
    }
    for (double y = usual + step_up; y <= lowest; y += step_up) {
        found.push_back(y);
    }
    return found;
}

struct Place {
    Point at;
    std::size_t ink = 0; ///< that lies there already
};

/// Where words lie on the least ink; the first such place is the best.
Place clearest_place(const Surroundings& around, const std::vector<double>& from_left,
                     const std::vector<double>& ys, Extent words) {
    Place best{{from_left.front(), ys.front()}, static_cast<std::size_t>(-1)};
    for (const double x : from_left) {
        for (const double y : ys) {
            const std::size_t ink = ink_in(around, room_of({x, y}, words));
            if (ink < best.ink) {
                best = {{x, y}, ink};
            }
            if (ink == 0) {
                return best;
            }
        }
    }
    return best;
}

/// Steps from first to last, first among them in any case.
std::vector<double> steps_between(double first, double last) {
    std::vector<double> found{first};
    for (double x = first + step_right; x <= last; x += step_right) {
        found.push_back(x);
    }
    return found;
}

/// At the usual height, else above the wave that stands there, else further to the right.
Place place_near(const DrawnStrip& drawn, const Surroundings& around, Extent words) {
    const double first = usual_place(drawn, around.layout).x;
    const double end = drawn.strip.left + drawn.strip.width - words.width - 1;
    return clearest_place(around, steps_between(first, std::min(first + farthest_right, end)),
                          heights(drawn, around.layout, false), words);
}

/// Anywhere in the strip from x on, also below its trace.
Place place_behind(const DrawnStrip& drawn, const Surroundings& around, double x, Extent words) {
    const double end = drawn.strip.left + drawn.strip.width - words.width - 1;
    return clearest_place(around, steps_between(x, end), heights(drawn, around.layout, true),
                          words);
}

/// A note that must be said of a lead, and where it may stand.
struct NotePlace {
    Point label;
    Point note;
    bool apart = false; ///< from the label: it has to say whose it is
};

/// Behind the label where both are clear of all traces, else below it; else the two are apart.
NotePlace place_note(const DrawnStrip& drawn, const Surroundings& around, double label_width,
                     Extent note) {
    const double both = label_width + gap + note.width;
    const Place beside = place_near(drawn, around, {both});
    if (beside.ink == 0) {
        return {beside.at, {beside.at.x + label_width + gap, beside.at.y}, false};
    }
    const Place above =
        place_near(drawn, around, {std::max(label_width, note.width), style::lead.size, to_note});
    if (above.ink == 0) {
        return {above.at, {above.at.x, above.at.y + to_note}, false};
    }
    return {place_near(drawn, around, {label_width}).at, {}, true};
}

} // namespace

double pitch_of(const TraceLayout& layout) {
    return layout.baselines.size() > 1 ? layout.baselines[1] - layout.baselines[0] : layout.reach;
}

void draw_label(Canvas& canvas, const DrawnStrip& drawn, Surroundings& around,
                const std::string& note, const TextStyle& note_style) {
    const Strip& strip = drawn.strip;
    const double room = strip.width - indent - 1;
    const std::string label = ellipsized(canvas, printable(strip.label), style::lead, room);
    const double label_width = canvas.text_width(label, style::lead);
    const double remark_width =
        strip.remark.empty() ? 0 : gap + canvas.text_width(strip.remark, style::lead_time);
    const double width = label_width + remark_width;

    std::string words = ellipsized(canvas, printable(note), note_style, room - width - gap);
    Extent extent{canvas.text_width(words, note_style), note_style.size};
    NotePlace place = words.empty() ? NotePlace{place_near(drawn, around, {width}).at, {}, false}
                                    : place_note(drawn, around, width, extent);
    canvas.text(place.label, label, style::lead);
    canvas.text({place.label.x + label_width + gap, place.label.y}, strip.remark, style::lead_time);
    around.words.push_back(room_of(place.label, {width}));
    if (words.empty()) {
        return;
    }
    if (place.apart) {
        words = ellipsized(canvas, label + ": " + printable(note), note_style, room);
        extent.width = canvas.text_width(words, note_style);
        place.note = place_behind(drawn, around, strip.left + indent, extent).at;
    }
    canvas.text(place.note, words, note_style);
    around.words.push_back(room_of(place.note, extent));
}

} // namespace ecg::report
