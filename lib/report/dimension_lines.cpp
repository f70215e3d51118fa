#include "report/dimension_lines.hpp"

#include "common/text.hpp"
#include "report/style.hpp"

#include <algorithm>
#include <array>

namespace ecg::report {
namespace {

constexpr double pitch = 6;
constexpr double first = 4.5; // from the upper edge of the box
constexpr double tick = 0.9;
constexpr double words_above = 0.9;

/// Words on white, so that no line of the grid or of a point runs through them.
void draw_words(Canvas& canvas, const Box& box, Point middle, const std::string& words) {
    constexpr double padding = 0.4;
    const double width = canvas.text_width(words, style::dimension);
    const double x = std::clamp(middle.x - width / 2, box.left + 1,
                                std::max(box.left + 1, box.right() - width - 1));
    const double y = middle.y - words_above;
    const double top = y - 0.8 * style::dimension.size;
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
        std::vector<Line> lines{{{left, y}, {right, y}}};
        for (const double end : {from, to}) {
            if (end >= box.left && end <= box.right()) {
                lines.push_back({{end, y - tick}, {end, y + tick}});
            }
        }
        canvas.lines(lines, style::dimension_line);
        draw_words(canvas, box, {(left + right) / 2, y},
                   std::string{interval.name} + " " + format_number(interval.length().count(), 0) +
                       " ms");
        y += pitch;
    }
}

} // namespace ecg::report
