// The one font of a PDF, and which of its letters the pages show.
#pragma once

#include "report/font_outlines.hpp"

#include <memory>
#include <set>
#include <string>
#include <string_view>

namespace ecg::report {

class PdfFont {
public:
    /// Throws Error{unavailable} when the file cannot be used as a TrueType font.
    explicit PdfFont(const std::string& file);

    /// UTF-8 text as the string that an operator of the page shows: four hexadecimal digits a
    /// letter.
    std::string codes(std::string_view words);

    [[nodiscard]] const FontOutlines& outlines() const { return outlines_; }

    /// The letters shown until now, and those that nearly every page shows, so that many pages
    /// share one cut of the font.
    [[nodiscard]] const std::set<char32_t>& letters() const { return letters_; }

    /// The font with these letters alone. Throws Error{unavailable}.
    [[nodiscard]] std::shared_ptr<const std::string> subset() const;

private:
    FontOutlines outlines_;
    std::set<char32_t> letters_;
};

} // namespace ecg::report
