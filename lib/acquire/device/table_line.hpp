// One line of numbers, with or without a name at each, or a line of names.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::acquire {

/// "0.12,-0.3", or "I:0.12,II:-0.3".
struct TableLine {
    std::vector<std::string> names; ///< empty where the numbers have none
    std::vector<double> values;     ///< NaN for "nan" and for an empty field between others
};

/// Fields are split at commas, else semicolons, else blanks and tabs; nothing follows a separator
/// at the end. Absent when a field is no finite decimal number.
std::optional<TableLine> table_line(std::string_view line);

/// The names of columns, without units in brackets; absent when it is no such line. Words between
/// blanks are names only where they all look like leads.
std::optional<std::vector<std::string>> header_line(std::string_view line);

/// Whether most fields begin as numbers do: what is left of a line of them.
bool is_mostly_numbers(std::string_view line);

} // namespace ecg::acquire
