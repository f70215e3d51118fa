#include "formats/csv/csv_row.hpp"

#include "common/text.hpp"
#include "formats/sample_unit.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

namespace ecg::formats {
namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// Takes one cell after the other off the front of a line.
class Cells {
public:
    Cells(std::string_view line, char separator)
        : next_{line.data()}, end_{line.data() + line.size()}, separator_{separator} {
        skip_blanks();
        if (separator_ == ' ') {
            while (end_ != next_ && is_blank(end_[-1])) {
                --end_;
            }
            done_ = next_ == end_;
        }
    }

    /// Whether the line has no further cell.
    [[nodiscard]] bool done() const { return done_; }

    /// The next cell as a number in the usual form; absent, with nothing taken, for any other.
    std::optional<double> take_plain_number() {
        double value = 0;
        const auto [stop, error] = std::from_chars(next_, end_, value);
        if (error != std::errc{}) {
            return std::nullopt;
        }
        const char* after = stop;
        while (after != end_ && is_blank(*after) && separator_ != ' ') {
            ++after;
        }
        if (after != end_ && *after != separator_ && !(separator_ == ' ' && *after == '\t')) {
            return std::nullopt;
        }
        move_behind(after);
        return value;
    }

    /// Text of the next cell, without blanks around it.
    [[nodiscard]] std::string_view look() const {
        return trim({next_, static_cast<std::size_t>(cell_end() - next_)});
    }

    void skip() { move_behind(cell_end()); }

private:
    [[nodiscard]] bool is_blank(char c) const {
        return c == ' ' || (c == '\t' && separator_ != '\t');
    }

    [[nodiscard]] const char* cell_end() const {
        return std::find_if(next_, end_, [&](char c) {
            return c == separator_ || (separator_ == ' ' && c == '\t');
        });
    }

    void skip_blanks() {
        while (next_ != end_ && is_blank(*next_)) {
            ++next_;
        }
    }

    void move_behind(const char* cell_end) {
        done_ = cell_end == end_;
        next_ = done_ ? end_ : cell_end + 1;
        skip_blanks();
    }

    const char* next_;
    const char* end_;
    char separator_;
    bool done_ = false;
};

/// "0:01.250" and "1:02:03" in seconds, as rdsamp writes elapsed time.
std::optional<double> parse_clock(std::string_view text) {
    const auto parts = split(text, ':');
    double seconds = 0;
    for (const std::string_view part : parts) {
        const auto value = parse_number(trim(part));
        if (!value || *value < 0) {
            return std::nullopt;
        }
        seconds = seconds * 60 + *value;
    }
    return parts.size() == 2 || parts.size() == 3 ? std::optional{seconds} : std::nullopt;
}

/// Empty, in quotation marks, with a plus sign, with a decimal comma, or a clock time.
std::optional<double> parse_unusual(std::string_view text, const CsvLayout& layout,
                                    ColumnKind kind) {
    if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') &&
        text.back() == text.front()) {
        text = trim(text.substr(1, text.size() - 2));
    }
    std::string plain{text};
    if (layout.separator == ';' && std::count(plain.begin(), plain.end(), ',') == 1) {
        std::replace(plain.begin(), plain.end(), ',', '.');
    }
    if (plain.empty() || to_lower(plain) == "nan") {
        return missing;
    }
    if (kind == ColumnKind::time && plain.find(':') != std::string::npos) {
        return parse_clock(plain);
    }
    return parse_number(plain);
}

/// Whether text may be the first half of a number.
bool is_number_begun(std::string_view text) {
    return text.find_first_not_of("+-.,0123456789eE\"'") == std::string_view::npos;
}

} // namespace

RowResult parse_row(std::string_view line, const CsvLayout& layout, std::span<double> values) {
    RowResult result;
    Cells cells{line, layout.separator};
    std::size_t i = 0;
    for (; !cells.done(); ++i) {
        if (i >= layout.columns.size()) {
            cells.skip();
            continue;
        }
        const CsvColumn& column = layout.columns[i];
        if (column.kind == ColumnKind::left_out) {
            cells.skip();
            continue;
        }
        const std::string_view text =
            column.kind == ColumnKind::time ? cells.look() : std::string_view{};
        auto value = cells.take_plain_number();
        if (!value) {
            const std::string_view cell = cells.look();
            value = parse_unusual(cell, layout, column.kind);
            cells.skip();
            if (!value) {
                return {RowResult::Fault::number, i, cells.done() && is_number_begun(cell), {}};
            }
        }
        if (std::isinf(*value) || (column.kind == ColumnKind::lead &&
                                   std::abs(*value * column.factor) > largest_millivolts)) {
            return {RowResult::Fault::infinite, i, false, {}};
        }
        values[i] = *value * column.factor;
        result.first_time = column.kind == ColumnKind::time ? text : result.first_time;
    }
    if (i != layout.columns.size()) {
        return {RowResult::Fault::columns, i, i < layout.columns.size(), {}};
    }
    return result;
}

std::string fault_in_words(const RowResult& result, std::size_t columns) {
    const std::string column = "column " + std::to_string(result.column + 1);
    switch (result.fault) {
    case RowResult::Fault::columns:
        return "has " + std::to_string(result.column) +
               (result.column == 1 ? " column, not " : " columns, not ") + std::to_string(columns);
    case RowResult::Fault::number:
        return column + " is not a number";
    default:
        return column + " is infinite or far too large";
    }
}

} // namespace ecg::formats
