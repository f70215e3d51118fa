// What is told of letters that the page's font lacks.
#pragma once

#include "draw_page.hpp"

#include <string>

namespace ecg {

/// "page.pdf: the font DejaVuSans has no glyph for U+4E2D, …", one line that names code points and
/// never the text that they stand in; "" when nothing is missing.
std::string missing_letters_words(const DrawnPage& page, const std::string& path);

} // namespace ecg
