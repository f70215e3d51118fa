#include "formats/csv/csv_layout.hpp"

#include "common/error.hpp"
#include "common/text.hpp"
#include "formats/sample_unit.hpp"

#include <algorithm>

namespace ecg::formats {
namespace {

[[noreturn]] void fail(const std::string& where, const std::string& why) {
    throw Error{ErrorKind::data, where + ": " + why};
}

std::string_view unquoted(std::string_view cell) {
    cell = trim(cell);
    if (cell.size() >= 2 && (cell.front() == '"' || cell.front() == '\'') &&
        cell.back() == cell.front()) {
        cell = trim(cell.substr(1, cell.size() - 2));
    }
    return cell;
}

constexpr std::size_t longest_header = 1U << 20; // bytes
constexpr std::size_t most_columns = 4096;

/// The first of these that the line holds.
char find_separator(std::string_view line) {
    for (const char separator : {'\t', ';', ','}) {
        if (line.find(separator) != std::string_view::npos) {
            return separator;
        }
    }
    return split_blanks(line).size() > 1 ? ' ' : ',';
}

bool is_number_or_missing(std::string cell, char separator) {
    if (separator == ';') {
        std::replace(cell.begin(), cell.end(), ',', '.');
    }
    return cell.empty() || to_lower(cell) == "nan" || parse_number(cell).has_value();
}

std::string column_in_words(std::size_t index, const CsvColumn& column) {
    std::string words = "column " + std::to_string(index + 1);
    return column.name.empty() ? words : words + " (" + column.name + ")";
}

/// --leads gives names to columns whose own say nothing; it never turns one lead into another.
void rename_leads(CsvLayout& layout, const std::vector<std::string>& names,
                  const std::string& where) {
    const auto columns = layout.columns_of(ColumnKind::lead);
    if (columns.size() != names.size()) {
        fail(where, "has " + std::to_string(columns.size()) + " leads, --leads names " +
                        std::to_string(names.size()));
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
        CsvColumn& column = layout.columns[columns[i]];
        const auto own = lead_named(column.name);
        if (own && own != lead_named(names[i])) {
            fail(where, "column " + std::to_string(columns[i] + 1) + " is " + column.name +
                            ", --leads says " + names[i]);
        }
        column.name = names[i];
    }
}

void name_columns(CsvLayout& layout, std::size_t count, const std::vector<std::string>& names,
                  const std::string& where) {
    if (names.empty()) {
        fail(where, "has no header; give --leads");
    }
    if (names.size() != count) {
        fail(where, "has " + std::to_string(count) + " columns, --leads names " +
                        std::to_string(names.size()));
    }
    for (const std::string& name : names) {
        layout.columns.push_back(parse_column_name(trim(name)));
    }
}

/// Only one column can tell the time.
void keep_first(CsvLayout& layout, ColumnKind kind) {
    const auto columns = layout.columns_of(kind);
    for (std::size_t i = 1; i < columns.size(); ++i) {
        layout.columns[columns[i]].kind = ColumnKind::left_out;
    }
}

/// Whether the header could as well be the first line of a letter.
bool says_nothing(const CsvLayout& layout) {
    return std::none_of(layout.columns.begin(), layout.columns.end(), [](const CsvColumn& column) {
        return column.has_unit || column.kind == ColumnKind::time ||
               column.kind == ColumnKind::sample_index || lead_named(column.name);
    });
}

} // namespace

std::vector<std::size_t> CsvLayout::columns_of(ColumnKind kind) const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].kind == kind) {
            found.push_back(i);
        }
    }
    return found;
}

std::vector<std::string> split_cells(std::string_view line, char separator) {
    std::vector<std::string> cells;
    if (separator != ' ') {
        for (const std::string_view cell : split(line, separator)) {
            cells.emplace_back(unquoted(cell));
        }
        return cells;
    }
    for (const std::string_view cell : split_blanks(line)) {
        const bool is_unit = cell.front() == '(' || cell.front() == '[';
        if (is_unit && !cells.empty()) { // "II (mV)" is one cell
            cells.back().append(" ").append(cell);
        } else {
            cells.emplace_back(unquoted(cell));
        }
    }
    return cells;
}

CsvLayout read_csv_layout(std::string_view first_line, const OpenSettings& settings,
                          const std::string& where) {
    if (first_line.size() > longest_header) {
        fail(where, "is too long for a table's first line");
    }
    CsvLayout layout;
    layout.separator = find_separator(first_line);
    const auto cells = split_cells(first_line, layout.separator);
    if (cells.size() > most_columns) {
        fail(where, "has more than " + std::to_string(most_columns) + " columns");
    }
    layout.has_header = !std::all_of(cells.begin(), cells.end(), [&](const std::string& cell) {
        return is_number_or_missing(cell, layout.separator);
    });
    if (!layout.has_header) {
        name_columns(layout, cells.size(), settings.leads, where);
    } else {
        for (const std::string& cell : cells) {
            layout.columns.push_back(parse_column_name(cell));
        }
        if (!settings.leads.empty()) {
            rename_leads(layout, settings.leads, where);
        }
    }
    keep_first(layout, ColumnKind::time);
    keep_first(layout, ColumnKind::sample_index);
    return layout;
}

void settle_units(CsvLayout& layout, const OpenSettings& settings, const std::string& where) {
    const auto given = millivolts_per(settings.unit);
    const auto leads = layout.columns_of(ColumnKind::lead);
    if (leads.empty()) {
        fail(where, "no column is a lead");
    }
    if (!given && says_nothing(layout)) {
        fail(where, "names neither leads nor units: a table begins like \"time_ms,II (mV)\", or "
                    "give --leads, --rate and --unit");
    }
    for (const std::size_t i : leads) {
        CsvColumn& column = layout.columns[i];
        if (!column.has_unit && !given) {
            fail(where, column_in_words(i, column) + " names no unit; give --unit");
        }
        if (column.has_unit && given && *given != column.factor) {
            fail(where, column_in_words(i, column) + " has another unit than --unit says");
        }
        column.factor = given.value_or(column.factor);
        column.has_unit = true;
    }
}

} // namespace ecg::formats
