// The one font of a PDF: which letters its pages show, and the objects that say how they look.
#pragma once

#include "report/font_outlines.hpp"
#include "report/pdf_file.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ecg::report {

class PdfFont {
public:
    /// Throws Error{unavailable} when the file cannot be used as a font.
    explicit PdfFont(const std::string& file) : outlines_{file} {}

    /// UTF-8 text as the string that an operator of the page shows: a code a letter, in
    /// hexadecimal digits.
    std::string codes(std::string_view words);

    [[nodiscard]] const FontOutlines& outlines() const { return outlines_; }

    /// Adds the letters shown until now to file as object number.
    void write(PdfFile& file, int number) const;

private:
    struct Letter {
        char32_t letter;
        std::uint32_t glyph;
    };

    FontOutlines outlines_;
    std::vector<Letter> letters_; ///< of code 1, 2, …
    std::unordered_map<char32_t, unsigned> codes_;
};

} // namespace ecg::report
