#include "acquire/view/picture.hpp"

#include <algorithm>
#include <cstdint>

namespace ecg::acquire {
namespace {

constexpr int shortest_jump = 8; // equal cells that cost less to send again than to jump over

void append_utf8(std::string& out, char32_t symbol) {
    const auto byte = [&](std::uint32_t value) { out.push_back(static_cast<char>(value)); };
    const auto code = static_cast<std::uint32_t>(symbol);
    if (code < 0x80) {
        byte(code);
    } else if (code < 0x800) {
        byte(0xC0U | (code >> 6));
        byte(0x80U | (code & 0x3FU));
    } else {
        byte(0xE0U | (code >> 12));
        byte(0x80U | ((code >> 6) & 0x3FU));
        byte(0x80U | (code & 0x3FU));
    }
}

/// The characters of text that take one column each.
std::u32string columns_of(std::string_view text) {
    std::u32string symbols;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto first = static_cast<unsigned char>(text[i]);
        if ((first & 0xC0U) == 0x80U) {
            continue; // belongs to the one before
        }
        const bool latin = (first == 0xC2U || first == 0xC3U) && i + 1 < text.size();
        char32_t symbol = first >= 0x20 && first < 0x7F ? first : U'?';
        if (latin) {
            const auto second = static_cast<unsigned char>(text[i + 1]);
            const char32_t code = ((first & 0x1FU) << 6) | (second & 0x3FU);
            symbol = code >= 0xA0 ? code : U'?';
        }
        symbols.push_back(symbol);
    }
    return symbols;
}

std::string_view look_of(Ink ink, bool colour) {
    switch (ink) {
    case Ink::plain:
        return "\x1b[0m";
    case Ink::trace:
        return colour ? "\x1b[0;32m" : "\x1b[0m";
    case Ink::strong:
        return "\x1b[0;1m";
    case Ink::faint:
        return "\x1b[0;2m";
    case Ink::good:
        return colour ? "\x1b[0;1;32m" : "\x1b[0;1m";
    case Ink::warning:
        return colour ? "\x1b[0;33m" : "\x1b[0;1m";
    case Ink::alarm:
        return colour ? "\x1b[0;1;37;41m" : "\x1b[0;7m";
    }
    return "";
}

void move_to(std::string& out, int row, int column) {
    out += "\x1b[" + std::to_string(row + 1) + ";" + std::to_string(column + 1) + "H";
}

} // namespace

Picture::Picture(int rows, int columns)
    : rows_{std::max(rows, 0)}, columns_{std::max(columns, 0)},
      cells_(static_cast<std::size_t>(rows_) * static_cast<std::size_t>(columns_)) {}

void Picture::put(int row, int column, Cell cell) {
    if (row >= 0 && row < rows_ && column >= 0 && column < columns_) {
        cells_[place(row, column)] = cell;
    }
}

int Picture::write(int row, int column, std::string_view text, Ink ink) {
    for (const char32_t symbol : columns_of(text)) {
        put(row, column++, {symbol, ink});
    }
    return column;
}

void Picture::write_right(int row, std::string_view text, Ink ink) {
    write(row, columns_ - static_cast<int>(columns_of(text).size()), text, ink);
}

std::string Picture::text(int row) const {
    std::string text;
    for (int column = 0; column < columns_; ++column) {
        append_utf8(text, at(row, column).symbol);
    }
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

std::string bytes_between(const Picture& before, const Picture& now, bool colour) {
    const bool whole = before.rows() != now.rows() || before.columns() != now.columns();
    std::string out = whole ? "\x1b[0m\x1b[2J" : "";
    const Cell blank;
    const auto shown = [&](int row, int column) -> const Cell& {
        return whole ? blank : before.at(row, column);
    };
    Ink ink = Ink::plain;
    for (int row = 0; row < now.rows(); ++row) {
        int cursor = -shortest_jump - 1; // where the next character goes; far off at a row's begin
        for (int column = 0; column < now.columns(); ++column) {
            if (now.at(row, column) == shown(row, column)) {
                continue;
            }
            if (column - cursor > shortest_jump) {
                move_to(out, row, column);
                cursor = column;
            }
            for (; cursor <= column; ++cursor) {
                const Cell& cell = now.at(row, cursor);
                if (cell.ink != ink) {
                    out += look_of(cell.ink, colour);
                    ink = cell.ink;
                }
                append_utf8(out, cell.symbol);
            }
        }
    }
    out += ink == Ink::plain ? "" : look_of(Ink::plain, colour);
    return out;
}

} // namespace ecg::acquire
