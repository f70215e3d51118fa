#include "missing_letters.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace ecg {
namespace {

std::string code_point_words(char32_t letter) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "U+%04X", static_cast<unsigned>(letter));
    return text.data();
}

} // namespace

std::string missing_letters_words(const DrawnPage& page, const std::string& path) {
    constexpr std::size_t most = 12; // a line, not a page
    const std::u32string& missing = page.missing;
    if (missing.empty()) {
        return "";
    }
    std::string list;
    for (std::size_t i = 0; i < std::min(most, missing.size()); ++i) {
        list += (i == 0 ? "" : ", ") + code_point_words(missing[i]);
    }
    if (missing.size() > most) {
        list += " and " + std::to_string(missing.size() - most) + " more";
    }
    const std::string font = page.font.empty() ? "font" : "font " + page.font;
    return (path == "-" ? "standard output" : path) + ": the " + font + " has no glyph for " +
           list + "; --font FILE picks another";
}

} // namespace ecg
