#include "report/dimension_lines.hpp"

#include "common/text.hpp"
#include "report/style.hpp"

#include <algorithm>
#include <array>

namespace ecg::report {
namespace {

constexpr double first = 3.5; // from the upper edge of the box
constexpr double tick = 0.9;
constexpr double gap = 1.4;     // between a bar and its words
constexpr double from_edge = 1; // of the box
constexpr double middle = 0.36; // of letters above their baseline, of their size
constexpr double ascent = 0.8;
constexpr double padding = 0.4;

/// Where words that are as wide begin: right of the bar, or left of it, or where there is room.
double beside(const Box& box, const Line& bar, double width) {
    const double right = bar.to.x + gap;
    const double left = bar.from.x - gap - width;
    const double last = box.right() - from_edge - width;
    if (right <= last) {
        return right;
    }
    return left >= box.left + from_edge ? left : std::max(box.left + from_edge, last);
}

/// Words on white, so that no line of the grid or of a point runs through them.
void draw_words(Canvas& canvas, const Box& box, const Line& bar, const std::string& words) {
    const double size = style::dimension.size;
    const double width = canvas.text_width(words, style::dimension);
    const double x = beside(box, bar, width);
    const double y = bar.from.y + middle * size;
    const double top = y - ascent * size;
    canvas.fill(std::array{Point{x - padding, top}, Point{x + width + padding, top},
                           Point{x + width + padding, y + padding},
                           Point{x - padding, y + padding}},
                style::white);
    canvas.text({x, y}, words, style::dimension);
}

} // namespace

void draw_dimension_lines(Canvas& canvas, const MedianLayout& layout,
                          const std::vector<BeatInterval>& intervals) {
    const Box& box = layout.panel.dimensions;
    double y = box.top + first;
    for (const BeatInterval& interval : intervals) {
        const double from = layout.x_of(interval.from, box.left);
        const double to = layout.x_of(interval.to, box.left);
        const double left = std::clamp(from, box.left, box.right());
        const double right = std::clamp(to, box.left, box.right());
        const Line bar{{left, y}, {right, y}};
        std::vector<Line> lines{bar};
        for (const double end : {from, to}) {
            if (end >= box.left && end <= box.right()) {
                lines.push_back({{end, y - tick}, {end, y + tick}});
            }
        }
        draw_words(canvas, box, bar,
                   std::string{interval.name} + " " + format_number(interval.length().count(), 0) +
                       " ms");
        canvas.lines(lines, style::dimension_line); // above words that found no room beside it
        y += dimension_pitch;
    }
}

} // namespace ecg::report
