// One row of a CSV file, from text to numbers.
#pragma once

#include "formats/csv/csv_layout.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace ecg::formats {

/// What became of a row.
struct RowResult {
    enum class Fault { none, columns, number, infinite } fault = Fault::none;
    std::size_t column = 0;      ///< of the fault; how many there are, for Fault::columns
    bool may_be_cut = false;     ///< the fault is one that a cut line would show
    std::string_view first_time; ///< the time column's text, "" when there is none
};

/// Reads one number a column into values: mV, seconds, or as it stands; NaN for an empty cell or
/// "nan". Columns that are left out may hold anything.
RowResult parse_row(std::string_view line, const CsvLayout& layout, std::span<double> values);

/// The fault in words: "column 3 is not a number".
std::string fault_in_words(const RowResult& result, std::size_t columns);

} // namespace ecg::formats
