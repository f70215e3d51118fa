// What the columns of a CSV or TSV file are, by its header or by the caller's word.
#pragma once

#include "formats/open_recording.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ecg::formats {

enum class ColumnKind { lead, time, sample_index, left_out };

struct CsvColumn {
    ColumnKind kind = ColumnKind::lead;
    std::string name;  ///< without its unit
    double factor = 1; ///< mV or seconds in one number of the column
    bool has_unit = false;
};

struct CsvLayout {
    char separator = ','; ///< ' ' stands for any run of blanks
    bool has_header = false;
    std::vector<CsvColumn> columns;

    [[nodiscard]] std::vector<std::size_t> columns_of(ColumnKind kind) const;
};

/// "II (mV)", "time_ms" … as a column.
CsvColumn parse_column_name(std::string_view cell);

/// The cells of a header line; quotation marks around them are taken off.
std::vector<std::string> split_cells(std::string_view line, char separator);

/// From the first line that is no comment. A line of numbers is no header, and then --leads must
/// name the columns. Throws Error{data} "where: why".
CsvLayout read_csv_layout(std::string_view first_line, const OpenSettings& settings,
                          const std::string& where);

/// Whether line, the one below the header, gives units ("s,mV,mV"); they are noted then.
bool take_unit_line(CsvLayout& layout, std::string_view line);

/// Sees to it that every lead has its unit, from the file or by --unit, and that there is one.
/// Throws Error{data} "where: why".
void settle_units(CsvLayout& layout, const OpenSettings& settings, const std::string& where);

} // namespace ecg::formats
