#include "report/comparison_tables.hpp"

#include "common/text.hpp"
#include "report/lead_table_words.hpp"
#include "report/page_geometry.hpp"
#include "report/style.hpp"
#include "report/text_layout.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

namespace ecg::report {
namespace {

constexpr double line_pitch = 3.85;
constexpr double first_line = 7.9;
constexpr double note_pitch = 2.8;
constexpr double to_note = 0.4; // less than a line below the last one
constexpr std::size_t most_levels = 12;

/// Millimetres from the left edge.
struct TableColumns {
    double earlier = 0; ///< right end, as the next
    double later = 0;
    double reason = 0;     ///< left end
    double difference = 0; ///< right end, as the next
    double uncertainty = 0;
    double mark = 0; ///< left end
};

/// Of columns that share width as they do a table of the first width.
TableColumns scaled(TableColumns columns, double from, double width) {
    for (double* x : {&columns.earlier, &columns.later, &columns.reason, &columns.difference,
                      &columns.uncertainty, &columns.mark}) {
        *x *= width / from;
    }
    return columns;
}

constexpr double values_width = 84;
constexpr TableColumns value_columns{35, 46, 48, 64, 76, 77.5};
constexpr double levels_width = 66;
constexpr TableColumns level_columns{21, 32, 34, 48, 59, 60.5};

std::string value_words(const Measured& measured, int decimals) {
    return measured.value ? fixed_words(*measured.value, decimals) : std::string{dash};
}

/// "+12 ms"
std::string difference_words(double difference, const ComparedValue& value) {
    const std::string number = fixed_words(difference, value.decimals);
    return (difference > 0 ? "+" : "") + number + (value.unit == "°" ? "" : " ") + value.unit;
}

/// A place more than the values have; it is never nothing.
std::string uncertainty_words(double uncertainty, int decimals) {
    const double least = std::pow(10.0, -(decimals + 1));
    return uncertainty < least / 2 ? "< " + format_number(least, decimals + 1)
                                   : "± " + fixed_words(uncertainty, decimals + 1);
}

std::string reason_words(const ComparedValue& value) {
    const auto told = [](const Measured& measured) {
        return measured.reason.empty() ? std::string{"not measurable"} : measured.reason;
    };
    std::string earlier = told(value.earlier);
    std::string later = told(value.later);
    if (value.earlier.value) {
        return later;
    }
    if (value.later.value || earlier == later) {
        return earlier;
    }
    return "earlier " + earlier + "; later " + later;
}

void draw_difference(Canvas& canvas, Point at, const TableColumns& columns,
                     const ComparedValue& value) {
    const Beyond beyond = beyond_uncertainty(value);
    const bool is_marked = beyond == Beyond::once || beyond == Beyond::twice;
    text_right(canvas, {at.x + columns.difference, at.y},
               difference_words(*difference_of(value), value),
               is_marked ? style::strong : style::body);
    if (const auto uncertainty = combined_uncertainty(value)) {
        text_right(canvas, {at.x + columns.uncertainty, at.y},
                   uncertainty_words(*uncertainty, value.decimals), style::small_quiet);
    }
    if (is_marked) {
        canvas.text({at.x + columns.mark, at.y}, beyond == Beyond::twice ? "●●" : "●",
                    beyond == Beyond::twice ? style::warning : style::strong);
    }
}

/// In a line, or in two smaller ones that take no more room.
void draw_reason(Canvas& canvas, Point at, double width, const std::string& reason) {
    constexpr double smallest = 2.1;
    constexpr double half_line = 0.95;
    const TextStyle style = fitted(canvas, reason, style::small_quiet, width, smallest);
    if (canvas.text_width(reason, style) <= width) {
        canvas.text(at, reason, style);
        return;
    }
    const TextStyle small{1.8, style.colour};
    const auto lines = wrapped(canvas, reason, small, width);
    std::string rest = lines[1];
    for (std::size_t i = 2; i < lines.size(); ++i) {
        rest += " " + lines[i];
    }
    canvas.text({at.x, at.y - half_line}, lines[0], small);
    canvas.text({at.x, at.y + half_line}, ellipsized(canvas, rest, small, width), small);
}

void draw_value(Canvas& canvas, Point at, const TableColumns& columns, double width,
                const ComparedValue& value) {
    canvas.text(at, ellipsized(canvas, printable(value.label), style::quiet, columns.earlier - 12),
                style::quiet);
    text_right(canvas, {at.x + columns.earlier, at.y}, value_words(value.earlier, value.decimals),
               style::body);
    text_right(canvas, {at.x + columns.later, at.y}, value_words(value.later, value.decimals),
               style::body);
    if (value.earlier.value && value.later.value) {
        draw_difference(canvas, at, columns, value);
        return;
    }
    draw_reason(canvas, {at.x + columns.reason, at.y}, width - columns.reason,
                printable(reason_words(value)));
}

void draw_headings(Canvas& canvas, const Box& box, const TableColumns& columns,
                   std::string_view words) {
    const double y = box.top + heading_baseline;
    canvas.text({box.left, y}, words, style::heading);
    text_right(canvas, {box.left + columns.earlier, y}, "EARLIER", style::heading);
    text_right(canvas, {box.left + columns.later, y}, "LATER", style::heading);
    text_right(canvas, {box.left + columns.difference, y}, "DIFFERENCE", style::heading);
}

/// Small lines from y on, as far as the box goes; the last one says if more would follow.
void draw_notes(Canvas& canvas, const Box& box, double y, const std::string& words) {
    const auto lines = wrapped(canvas, printable(words), style::small_quiet, box.width);
    const auto room = static_cast<std::size_t>(std::max(1.0, 1 + (box.bottom() - y) / note_pitch));
    for (std::size_t i = 0; i < std::min(room, lines.size()); ++i) {
        const bool is_cut = i + 1 == room && lines.size() > room;
        canvas.text({box.left, y},
                    is_cut ? ellipsized(canvas, lines[i] + " " + lines[i + 1], style::small_quiet,
                                        box.width)
                           : lines[i],
                    style::small_quiet);
        y += note_pitch;
    }
}

std::string joined(const std::vector<std::string>& parts) {
    std::string out;
    for (const std::string& part : parts) {
        out += (out.empty() ? "" : "; ") + part;
    }
    return out;
}

} // namespace

void draw_compared_values(Canvas& canvas, const Box& box,
                          const std::vector<ComparedValue>& values) {
    const TableColumns columns = scaled(value_columns, values_width, box.width);
    draw_headings(canvas, box, columns, "MEASUREMENTS");
    Point at{box.left, box.top + first_line};
    for (const ComparedValue& value : values) {
        draw_value(canvas, at, columns, box.width, value);
        at.y += line_pitch;
    }
    draw_notes(canvas, box, at.y - to_note,
               "± standard uncertainty of the difference, where both have one; ●\u00a0beyond it, "
               "as chance alone is one time in three; ●●\u00a0beyond twice it");
}

void draw_compared_levels(Canvas& canvas, const Box& box, const ComparedLevels& levels) {
    const TableColumns columns = scaled(level_columns, levels_width, box.width);
    draw_headings(canvas, box, columns, "ST J+60");
    Point at{box.left, box.top + first_line};
    const std::size_t all = levels.leads.size();
    const std::size_t shown = all > most_levels ? most_levels - 1 : all;
    for (std::size_t i = 0; i < shown; ++i) {
        draw_value(canvas, at, columns, box.width, levels.leads[i]);
        at.y += line_pitch;
    }
    if (shown < all) {
        canvas.text(at, std::to_string(all - shown) + " more leads", style::quiet);
    } else if (all == 0) {
        canvas.text(at, "No lead has an ST level in both", style::quiet);
        at.y += line_pitch;
    }
    draw_notes(canvas, box, at.y - to_note, joined(levels.not_in_one));
}

} // namespace ecg::report
