#include "report/pdf_font.hpp"

#include "common/error.hpp"
#include "report/code_points.hpp"
#include "report/font_subset.hpp"

namespace ecg::report {
namespace {

void append_code(std::string& out, char32_t letter) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (unsigned shift = 16; shift > 0;) {
        shift -= 4;
        out += digits[(letter >> shift) & 0xFU];
    }
}

} // namespace

PdfFont::PdfFont(const std::string& file) : outlines_{file} {
    if (outlines_.kind() != "TrueType") {
        throw Error{ErrorKind::unavailable,
                    file + ": has " + outlines_.kind() +
                        " outlines, and a PDF takes TrueType alone, as Debian's fonts-dejavu-core "
                        "has it; SVG and PNG take this font"};
    }
    for (char32_t letter = U' '; letter <= U'~'; ++letter) {
        letters_.insert(letter);
    }
    for (const char32_t letter : code_points("°±²·–−…≥≤▲▼√□\uFFFD")) {
        letters_.insert(letter);
    }
}

std::string PdfFont::codes(std::string_view words) {
    std::string out = "<";
    for (const PlacedGlyph& glyph : outlines_.placed(words)) {
        letters_.insert(glyph.shown);
        append_code(out, glyph.shown);
    }
    return out + ">";
}

std::shared_ptr<const std::string> PdfFont::subset() const {
    return font_subset(outlines_.bytes(), letters_, outlines_.file());
}

} // namespace ecg::report
