#include "report/text_layout.hpp"

#include "common/text.hpp"
#include "report/code_points.hpp"
#include "report/composed_letters.hpp"

#include <algorithm>

namespace ecg::report {
namespace {

constexpr std::string_view ellipsis = "…";

/// C0 and C1 controls, and DEL.
bool is_control(char32_t letter) {
    return letter < 0x20 || (letter >= 0x7F && letter < 0xA0);
}

/// Marks of direction, joining and variant, which have no shape of their own and no effect here.
bool is_unseen(char32_t letter) {
    return (letter >= 0x200B && letter <= 0x200F) || (letter >= 0x202A && letter <= 0x202E) ||
           (letter >= 0x2060 && letter <= 0x206F) || (letter >= 0xFE00 && letter <= 0xFE0F) ||
           letter == 0xFEFF;
}

bool is_no_character(char32_t letter) {
    return (letter & 0xFFFEU) == 0xFFFEU;
}

/// How many bytes of printable text fit width.
std::size_t fitting_bytes(const Canvas& canvas, std::string_view text, const TextStyle& style,
                          double width) {
    std::size_t end = 0;
    double taken = 0;
    while (end < text.size()) {
        const std::size_t bytes = std::max<std::size_t>(1, character_bytes(text.substr(end)));
        taken += canvas.text_width(text.substr(end, bytes), {style.size, style.colour});
        if (taken > width) {
            break;
        }
        end += bytes;
    }
    return end;
}

} // namespace

std::string printable(std::string_view text) {
    std::u32string letters;
    for (const char32_t letter : code_points(text)) {
        if (is_control(letter)) {
            letters += U' ';
        } else if (!is_unseen(letter)) {
            letters += is_no_character(letter) ? U'\xFFFD' : letter;
        }
    }
    std::string out;
    out.reserve(text.size());
    for (const char32_t letter : composed_letters(letters)) {
        append_utf8(out, letter);
    }
    return std::string{trim(out)};
}

std::string ellipsized(const Canvas& canvas, std::string_view words, const TextStyle& style,
                       double width) {
    if (fitting_bytes(canvas, words, style, width) == words.size()) {
        return std::string{words};
    }
    const double room = width - canvas.text_width(ellipsis, style);
    const std::string_view kept = words.substr(0, fitting_bytes(canvas, words, style, room));
    return std::string{trim(kept)}.append(ellipsis);
}

std::vector<std::string> wrapped(const Canvas& canvas, std::string_view words,
                                 const TextStyle& style, double width) {
    std::vector<std::string> lines;
    std::string_view rest = trim(words);
    while (!rest.empty()) {
        std::size_t end = fitting_bytes(canvas, rest, style, width);
        if (end < rest.size()) {
            const std::size_t blank = rest.substr(0, end + 1).rfind(' ');
            end = blank != std::string_view::npos && blank > 0 ? blank : end;
            end = std::max(end, std::max<std::size_t>(1, character_bytes(rest)));
        }
        lines.emplace_back(trim(rest.substr(0, end)));
        rest = trim(rest.substr(end));
    }
    return lines;
}

TextStyle fitted(const Canvas& canvas, std::string_view words, TextStyle style, double width,
                 double smallest) {
    constexpr double hair = 1e-6; // of the width: what just fits must not be cut for a rounding
    const double taken = canvas.text_width(words, style);
    if (taken > width) {
        style.size = std::max(smallest, style.size * width / taken * (1 - hair));
    }
    return style;
}

void text_right(Canvas& canvas, Point baseline, std::string_view words, const TextStyle& style) {
    canvas.text({baseline.x - canvas.text_width(words, style), baseline.y}, words, style);
}

} // namespace ecg::report
