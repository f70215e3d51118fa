#include "acquire/view/draw_trace.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <string_view>

namespace ecg::acquire {
namespace {

constexpr int dots_wide = 2;
constexpr int dots_high = 4;
constexpr std::string_view off_words = "no contact  ";

// The bits of Unicode's braille patterns, by column and row.
constexpr std::array<std::array<std::uint8_t, dots_high>, dots_wide> dot_bits{
    {{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}}};

/// The dots of a box, as braille has them.
class Dots {
public:
    explicit Dots(const TraceBox& box)
        : rows_{box.rows}, columns_{box.columns},
          bits_(static_cast<std::size_t>(rows_) * static_cast<std::size_t>(columns_)) {}

    void set(int x, int y) {
        bits_[place(y / dots_high, x / dots_wide)] |=
            dot_bits[static_cast<std::size_t>(x % dots_wide)]
                    [static_cast<std::size_t>(y % dots_high)];
    }

    [[nodiscard]] std::uint8_t at(int row, int column) const { return bits_[place(row, column)]; }

    [[nodiscard]] int height() const { return rows_ * dots_high; }

private:
    [[nodiscard]] std::size_t place(int row, int column) const {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
               static_cast<std::size_t>(column);
    }

    int rows_;
    int columns_;
    std::vector<std::uint8_t> bits_;
};

/// The nearest that ASCII has.
char32_t ascii_of(std::uint8_t bits) {
    constexpr std::array<std::uint8_t, dots_high> row_bits{0x09, 0x12, 0x24, 0xC0};
    constexpr std::array<char32_t, dots_high> marks{U'\'', U'-', U'.', U'_'};
    int rows = 0;
    char32_t mark = U' ';
    for (std::size_t row = 0; row < dots_high; ++row) {
        if ((bits & row_bits[row]) != 0) {
            ++rows;
            mark = marks[row];
        }
    }
    return rows > 2 ? U'|' : mark;
}

/// In the middle of a character, so that a line at rest is not torn between two.
int middle_of(int height) {
    return height / dots_high / 2 * dots_high + dots_high / 2;
}

int dot_row(float value, const TraceScale& scale, int height) {
    const double lines = (scale.centre - static_cast<double>(value)) / scale.per_line.value;
    const double far = 1e6; // beyond every box, and still an int
    return middle_of(height) +
           static_cast<int>(std::floor(std::clamp(lines * dots_high, -far, far)));
}

/// Draws the signal; by character column 1 where it lies above the box, -1 where below, else 0.
std::vector<int> draw_signal(Dots& dots, const std::vector<DotColumn>& columns,
                             const TraceScale& scale, int characters) {
    std::vector<int> beyond(static_cast<std::size_t>(characters));
    const DotColumn* before = nullptr;
    for (int x = 0; x < std::min(static_cast<int>(columns.size()), characters * dots_wide); ++x) {
        const DotColumn& column = columns[static_cast<std::size_t>(x)];
        if (column.kind != DotColumn::Kind::signal) {
            before = nullptr;
            continue;
        }
        int top = dot_row(column.high, scale, dots.height());
        int bottom = dot_row(column.low, scale, dots.height());
        if (before != nullptr) { // down or up to where the last column ended, but not beside it
            const int end = dot_row(before->last, scale, dots.height());
            top = end < top ? end + 1 : top;
            bottom = end > bottom ? end - 1 : bottom;
        }
        const auto character = static_cast<std::size_t>(x / dots_wide);
        if (bottom < 0 || top >= dots.height()) {
            beyond[character] = bottom < 0 ? 1 : -1;
        }
        for (int y = std::max(top, 0); y <= std::min(bottom, dots.height() - 1); ++y) {
            dots.set(x, y);
        }
        before = &column;
    }
    return beyond;
}

/// Of the two dot columns of a character, the one that has more to say.
DotColumn::Kind kind_at(const std::vector<DotColumn>& columns, int character) {
    auto kind = DotColumn::Kind::blank;
    for (int x = character * dots_wide; x < (character + 1) * dots_wide; ++x) {
        if (static_cast<std::size_t>(x) < columns.size()) {
            kind = std::max(kind, columns[static_cast<std::size_t>(x)].kind);
        }
    }
    return kind;
}

void draw_beyond(Picture& picture, const TraceBox& box, int character, int side, bool unicode) {
    if (side > 0) {
        picture.put(box.row, box.column + character, {unicode ? U'\u25B2' : U'^', Ink::warning});
    } else if (side < 0) {
        picture.put(box.row + box.rows - 1, box.column + character,
                    {unicode ? U'\u25BC' : U'v', Ink::warning});
    }
}

} // namespace

void draw_trace(Picture& picture, const TraceBox& box, const std::vector<DotColumn>& columns,
                const TraceScale& scale) {
    Dots dots{box};
    const std::vector<int> beyond = draw_signal(dots, columns, scale, box.columns);
    std::size_t off_for = 0; // characters
    for (int c = 0; c < box.columns; ++c) {
        const DotColumn::Kind kind = kind_at(columns, c);
        off_for = kind == DotColumn::Kind::no_contact ? off_for + 1 : 0;
        for (int r = 0; r < box.rows; ++r) {
            Cell cell;
            if (kind == DotColumn::Kind::lost) {
                cell = {scale.braille ? U'\u2591' : U':', Ink::faint};
            } else if (off_for > 0 && r == box.rows / 2) {
                cell = {static_cast<char32_t>(off_words[(off_for - 1) % off_words.size()]),
                        Ink::warning};
            } else if (const std::uint8_t bits = dots.at(r, c); bits != 0 && off_for == 0) {
                cell = {scale.braille ? U'\u2800' + bits : ascii_of(bits), Ink::trace};
            }
            picture.put(box.row + r, box.column + c, cell);
        }
        if (kind == DotColumn::Kind::signal) {
            draw_beyond(picture, box, c, beyond[static_cast<std::size_t>(c)], scale.braille);
        }
    }
}

} // namespace ecg::acquire
