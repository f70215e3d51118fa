// Words that fit their room: cleaned, cut with an ellipsis, wrapped, set from the right.
#pragma once

#include "report/canvas.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ecg::report {

/// text as valid UTF-8 on one line, letters and their accents composed: control characters are
/// blanks, marks of direction and joining are left out, and what is no character is U+FFFD, so that
/// it is seen.
std::string printable(std::string_view text);

/// words, or as many of them as fit width millimetres with "…" behind.
std::string ellipsized(const Canvas& canvas, std::string_view words, const TextStyle& style,
                       double width);

/// words in lines of at most width millimetres; a word that is wider is broken.
std::vector<std::string> wrapped(const Canvas& canvas, std::string_view words,
                                 const TextStyle& style, double width);

/// style, made smaller as far as smallest so that words fit width.
TextStyle fitted(const Canvas& canvas, std::string_view words, TextStyle style, double width,
                 double smallest);

/// Draws words that end at the baseline point.
void text_right(Canvas& canvas, Point baseline, std::string_view words, const TextStyle& style);

} // namespace ecg::report
