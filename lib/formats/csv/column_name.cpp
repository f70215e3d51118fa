// The name of a column and the unit in it.
#include "common/text.hpp"
#include "formats/csv/csv_layout.hpp"
#include "formats/sample_unit.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace ecg::formats {
namespace {

constexpr std::array<std::pair<std::string_view, double>, 14> time_units{{
    {"s", 1},
    {"sec", 1},
    {"secs", 1},
    {"second", 1},
    {"seconds", 1},
    {"ms", 1e-3},
    {"msec", 1e-3},
    {"millisecond", 1e-3},
    {"milliseconds", 1e-3},
    {"us", 1e-6},
    {"\u00b5s", 1e-6},
    {"\u03bcs", 1e-6},
    {"microsecond", 1e-6},
    {"microseconds", 1e-6},
}};

constexpr std::array<std::string_view, 5> time_names{"time", "t", "elapsed time", "timestamp",
                                                     "time stamp"};
constexpr std::array<std::string_view, 9> index_names{
    "sample", "samples", "sample #", "sample number", "sample index", "index", "n", "frame", "#"};

template <class Names> bool is_one_of(const std::string& name, const Names& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::optional<double> seconds_per(std::string_view unit) {
    const std::string plain = to_lower(trim(unit));
    for (const auto& [name, factor] : time_units) {
        if (plain == name) {
            return factor;
        }
    }
    return std::nullopt;
}

/// "II (mV)" as "II" and "mV"; "time_ms" and "II mV", too, where what follows is a unit.
std::pair<std::string, std::string> cut_unit(const std::string& cell) {
    if (!cell.empty() && (cell.back() == ')' || cell.back() == ']')) {
        const auto open = cell.rfind(cell.back() == ')' ? '(' : '[');
        if (open != std::string::npos) {
            return {std::string{trim(cell.substr(0, open))},
                    std::string{trim(cell.substr(open + 1, cell.size() - open - 2))}};
        }
    }
    const auto mark = cell.find_last_of("_ /");
    if (mark != std::string::npos && mark > 0) {
        const std::string unit = cell.substr(mark + 1);
        const bool is_lone_v = to_lower(unit) == "v"; // more likely a lead than volts
        if (!is_lone_v && (millivolts_per(unit) || seconds_per(unit))) {
            return {std::string{trim(cell.substr(0, mark))}, unit};
        }
    }
    return {cell, ""};
}

void note_unit(CsvColumn& column, std::string_view unit) {
    if (column.kind != ColumnKind::time && column.kind != ColumnKind::lead) {
        return;
    }
    const auto factor = column.kind == ColumnKind::time ? seconds_per(unit) : millivolts_per(unit);
    if (factor) {
        column.factor = *factor;
        column.has_unit = true;
    } else if (column.kind == ColumnKind::lead) {
        column.kind = ColumnKind::left_out; // "l/min", "%": no voltage
        column.name += " (" + std::string{unit} + ")";
    }
}

} // namespace

CsvColumn parse_column_name(std::string_view cell) {
    CsvColumn column;
    const auto [name, unit] = cut_unit(std::string{cell});
    column.name = name;
    std::string plain = to_lower(name);
    std::replace(plain.begin(), plain.end(), '_', ' ');
    if (const auto factor = seconds_per(plain); factor && unit.empty()) { // "seconds", "ms"
        column.kind = ColumnKind::time;
        column.factor = *factor;
        column.has_unit = true;
    } else if (is_one_of(plain, time_names)) {
        column.kind = ColumnKind::time;
    } else if (is_one_of(plain, index_names)) {
        column.kind = ColumnKind::sample_index;
    } else if (plain.empty()) {
        column.kind = ColumnKind::left_out;
    }
    if (!unit.empty()) {
        note_unit(column, unit);
    }
    return column;
}

bool take_unit_line(CsvLayout& layout, std::string_view line) {
    const auto cells = split_cells(line, layout.separator);
    bool any = false;
    for (const std::string& cell : cells) {
        const bool is_unit = millivolts_per(cell) || seconds_per(cell);
        if (!cell.empty() && !is_unit && !cell.starts_with("hh:mm:ss")) { // rdsamp -v writes so
            return false;
        }
        any = any || is_unit;
    }
    if (!any || cells.size() != layout.columns.size()) {
        return false;
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
        CsvColumn& column = layout.columns[i];
        if (cells[i].starts_with("hh:mm:ss")) {
            column.has_unit = true; // clock times are in seconds
        } else if (!cells[i].empty()) {
            note_unit(column, cells[i]);
        }
    }
    return true;
}

} // namespace ecg::formats
