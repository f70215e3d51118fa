#include "accuracy/validation/markdown.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace ecg::accuracy {
namespace {

/// Letters, not bytes: a dash of three bytes is one wide.
std::size_t width_of(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

std::string padded(const std::string& text, std::size_t width, bool right) {
    const std::string blanks(width - std::min(width, width_of(text)), ' ');
    return right ? blanks + text : text + blanks;
}

bool has_letters(const std::string& text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

} // namespace

std::string figure(const std::optional<double>& value, int decimals) {
    if (!value || !std::isfinite(*value)) {
        return "–";
    }
    const double unit = std::pow(10, -decimals);
    const double shown = std::abs(*value) < unit / 2 ? 0 : *value; // no "-0.00"
    std::string text(64, '\0');
    const auto end = std::to_chars(text.data(), text.data() + text.size(), shown,
                                   std::chars_format::fixed, decimals);
    text.resize(static_cast<std::size_t>(end.ptr - text.data()));
    return text;
}

std::string figure(double value, int decimals) {
    return figure(std::optional{value}, decimals);
}

std::string figure(std::int64_t count) {
    return std::to_string(count);
}

bool Table::stands_right(std::size_t column) const {
    return column > 0 && std::none_of(rows_.begin() + 1, rows_.end(), [&](const auto& cells) {
               return has_letters(cells.at(column));
           });
}

std::size_t Table::width(std::size_t column) const {
    std::size_t width = 3;
    for (const auto& cells : rows_) {
        width = std::max(width, width_of(cells.at(column)));
    }
    return width;
}

std::string Table::text() const {
    std::string out;
    std::string rule;
    for (std::size_t c = 0; c < rows_.front().size(); ++c) {
        rule.append("|").append(width(c) + 1, '-').append(stands_right(c) ? ":" : "-");
    }
    for (const auto& cells : rows_) {
        for (std::size_t c = 0; c < cells.size(); ++c) {
            out.append("| ").append(padded(cells[c], width(c), stands_right(c))).append(" ");
        }
        out.append("|\n");
        if (&cells == &rows_.front()) {
            out.append(rule).append("|\n");
        }
    }
    return out + "\n";
}

} // namespace ecg::accuracy
