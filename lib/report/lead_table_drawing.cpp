#include "report/lead_table_drawing.hpp"

#include "report/style.hpp"
#include "report/text_layout.hpp"

#include <algorithm>
#include <array>

namespace ecg::report {
namespace {

constexpr double group_baseline = 2.6; // below the upper edge
constexpr double group_rule = 3.8;
constexpr double heading_baseline = 7.2;
constexpr double heading_rule = 8.8;
constexpr double roomy_pitch = 6; // from row to row
constexpr double narrow_pitch = 5.2;
constexpr double above_rule = 1.8; // the baseline of a row, from the rule below it
constexpr double column_gap = 2;
constexpr double above_notes = 5;
constexpr double note_pitch = 3.6;
constexpr std::size_t most_note_lines = 18;
constexpr double roomy = 220; // mm: narrower tables have smaller letters

const TextStyle& cell_style(const Box& box) {
    return box.width >= roomy ? style::body : style::small;
}

double pitch_in(const Box& box) {
    return box.width >= roomy ? roomy_pitch : narrow_pitch;
}

/// The edges of the columns, one more than there are columns.
std::vector<double> column_edges(const Box& box, const std::vector<TableColumn>& columns) {
    double shares = 0;
    for (const TableColumn& column : columns) {
        shares += column.share;
    }
    std::vector<double> edges{box.left};
    for (const TableColumn& column : columns) {
        edges.push_back(edges.back() + box.width * column.share / shares);
    }
    return edges;
}

std::vector<std::string> note_lines(const Canvas& canvas, const Box& box, const LeadTable& table) {
    std::vector<std::string> lines;
    for (const std::string& note : table.notes) {
        for (std::string& line : wrapped(canvas, printable(note), style::small_quiet, box.width)) {
            lines.push_back(std::move(line));
        }
    }
    if (lines.size() > most_note_lines) {
        lines.resize(most_note_lines);
        lines.back() = "… and more, which ecg-analyze --summary prints";
    }
    return lines;
}

double notes_height(const Canvas& canvas, const Box& box, const LeadTable& table) {
    return above_notes + note_pitch * static_cast<double>(note_lines(canvas, box, table).size());
}

/// A heading over each group of columns, in its middle, and a line below it.
void draw_groups(Canvas& canvas, const Box& box, const std::vector<TableColumn>& columns,
                 const std::vector<double>& edges) {
    std::vector<Line> rules;
    for (std::size_t first = 0; first < columns.size();) {
        std::size_t end = first + 1;
        while (end < columns.size() && columns[end].group == columns[first].group) {
            ++end;
        }
        const std::string& words = columns[first].group;
        const double left = edges[first] + column_gap;
        const double right = edges[end];
        const TextStyle style = fitted(canvas, words, style::heading, right - left, 1.4);
        const double width = canvas.text_width(words, style);
        if (end - first > 1) {
            canvas.text({(left + right - width) / 2, box.top + group_baseline}, words, style);
            rules.push_back({{left, box.top + group_rule}, {right, box.top + group_rule}});
        } else if (!words.empty()) {
            text_right(canvas, {right, box.top + group_baseline}, words, style);
        }
        first = end;
    }
    canvas.lines(rules, style::table_rule);
}

void draw_headings(Canvas& canvas, const Box& box, const std::vector<TableColumn>& columns,
                   const std::vector<double>& edges) {
    const double y = box.top + heading_baseline;
    canvas.text({edges[0], y}, columns[0].heading, style::heading);
    for (std::size_t column = 1; column < columns.size(); ++column) {
        const double room = edges[column + 1] - edges[column] - 0.5;
        const std::string& words = columns[column].heading;
        text_right(canvas, {edges[column + 1], y}, words,
                   fitted(canvas, words, style::heading, room, 1.4));
    }
    const double rule = box.top + heading_rule;
    canvas.lines(std::array{Line{{box.left, rule}, {box.right(), rule}}}, style::table_rule);
}

/// The name at the left, all else at the right of its column.
void draw_row(Canvas& canvas, double baseline, const TableRow& row,
              const std::vector<double>& edges, TextStyle style) {
    const TextStyle name{style.size, style.colour, Weight::bold};
    canvas.text({edges[0], baseline},
                ellipsized(canvas, printable(row.cells[0]), name, edges[1] - edges[0] - 0.5), name);
    for (std::size_t column = 1; column < row.cells.size(); ++column) {
        const std::string& words = row.cells[column];
        TextStyle own = fitted(canvas, words, style, edges[column + 1] - edges[column] - 0.5, 1);
        const bool is_verdict = column + 1 == row.cells.size();
        own.colour = row.bad && is_verdict ? style::alarm : own.colour;
        text_right(canvas, {edges[column + 1], baseline}, words, own);
    }
}

} // namespace

double table_height(const Canvas& canvas, const Box& box, const LeadTable& table) {
    return heading_rule + pitch_in(box) * static_cast<double>(table.rows.size()) +
           notes_height(canvas, box, table);
}

std::size_t rows_that_fit(const Canvas& canvas, const Box& box, const LeadTable& table) {
    const double room = box.height - heading_rule - notes_height(canvas, box, table);
    return static_cast<std::size_t>(std::max(1.0, room / pitch_in(box)));
}

void draw_lead_table(Canvas& canvas, const Box& box, const LeadTable& table, TablePart part) {
    const std::vector<double> edges = column_edges(box, table.columns);
    draw_groups(canvas, box, table.columns, edges);
    draw_headings(canvas, box, table.columns, edges);
    double y = box.top + heading_rule;
    std::vector<Line> rules;
    for (std::size_t i = 0; i < part.count; ++i) {
        y += pitch_in(box);
        draw_row(canvas, y - above_rule, table.rows[part.first + i], edges, cell_style(box));
        rules.push_back({{box.left, y}, {box.right(), y}});
    }
    canvas.lines(rules, style::hairline);
    y += above_notes;
    for (const std::string& line : note_lines(canvas, box, table)) {
        canvas.text({box.left, y}, line, style::small_quiet);
        y += note_pitch;
    }
}

} // namespace ecg::report
