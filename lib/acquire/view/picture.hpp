// A picture of characters, and the bytes that turn what a terminal shows into the next one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::acquire {

/// What a character is for; the terminal's abilities decide how it looks.
enum class Ink { plain, trace, strong, faint, good, warning, alarm };

struct Cell {
    char32_t symbol = U' ';
    Ink ink = Ink::plain;

    friend bool operator==(const Cell&, const Cell&) = default;
};

/// Rows and columns count from 0. What lies outside is left out.
class Picture {
public:
    Picture(int rows, int columns);

    [[nodiscard]] int rows() const { return rows_; }

    [[nodiscard]] int columns() const { return columns_; }

    [[nodiscard]] const Cell& at(int row, int column) const { return cells_[place(row, column)]; }

    void put(int row, int column, Cell cell);
    /// UTF-8; what is no single column of Latin text, control characters above all, becomes "?".
    /// Returns the column behind it.
    int write(int row, int column, std::string_view text, Ink ink = Ink::plain);
    /// As write, but so that it ends at the right edge.
    void write_right(int row, std::string_view text, Ink ink = Ink::plain);

    /// A row as UTF-8, without the blanks at its end.
    [[nodiscard]] std::string text(int row) const;

private:
    [[nodiscard]] std::size_t place(int row, int column) const {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
               static_cast<std::size_t>(column);
    }

    int rows_;
    int columns_;
    std::vector<Cell> cells_;
};

/// For a terminal that shows before. Where the sizes differ it is wiped first, and drawn whole.
std::string bytes_between(const Picture& before, const Picture& now, bool colour);

} // namespace ecg::acquire
