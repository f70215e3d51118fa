#include "report/pdf_font.hpp"

#include "report/deflate.hpp"
#include "report/font_subset.hpp"

#include <algorithm>

namespace ecg::report {
namespace {

/// What nearly every page shows, so that many of them share one cut of the font.
std::set<std::uint32_t> usual_glyphs(const FontOutlines& font) {
    std::string usual;
    for (char letter = ' '; letter <= '~'; ++letter) {
        usual += letter;
    }
    return font.glyphs(usual + "°±²·–−…≥≤▲▼√");
}

/// "ABCDEF+Name": six letters that differ with the glyphs, as readers that join files expect.
std::string subset_name(const std::string& name, const std::set<std::uint32_t>& glyphs) {
    std::uint64_t mix = 0xCBF29CE484222325U;
    for (const std::uint32_t glyph : glyphs) {
        mix = (mix ^ glyph) * 0x100000001B3U;
    }
    std::string tag;
    for (int i = 0; i < 6; ++i, mix /= 26) {
        tag += static_cast<char>('A' + mix % 26);
    }
    return pdf_name(tag + "+" + (name.empty() ? "Font" : name));
}

/// A line a code, in blocks of at most a hundred, as the format asks for.
std::string unicode_map(const std::vector<char32_t>& letters) {
    constexpr std::size_t block = 100;
    std::string map = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                      "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
                      "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                      "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
    for (std::size_t i = 0; i < letters.size(); ++i) {
        if (i % block == 0) {
            map += std::to_string(std::min(block, letters.size() - i)) + " beginbfchar\n";
        }
        map.append("<").append(four_digits(static_cast<unsigned>(i + 1))).append("> <");
        map.append(utf16_digits(letters[i])).append(">\n");
        map += i % block == block - 1 || i + 1 == letters.size() ? "endbfchar\n" : "";
    }
    return map + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
}

/// One bit a code, the first of them the highest.
std::string present_codes(std::size_t last) {
    std::string bits(last / 8 + 1, '\0');
    for (std::size_t code = 0; code <= last; ++code) {
        bits[code / 8] = static_cast<char>(bits[code / 8] | (0x80U >> (code % 8)));
    }
    return bits;
}

std::string descriptor(const FontFacts& facts, const std::string& name) {
    std::string out = "<< /Type /FontDescriptor /Flags 4 /ItalicAngle 0 /StemV 0 /FontName " + name;
    out += " /FontBBox [";
    for (const long edge : facts.box) {
        out += std::to_string(edge) + " ";
    }
    out.append("] /Ascent ").append(std::to_string(facts.ascent));
    out.append(" /Descent ").append(std::to_string(facts.descent));
    return out.append(" /CapHeight ").append(std::to_string(facts.capital_height));
}

} // namespace

std::string PdfFont::codes(std::string_view words) {
    std::string out = "<";
    for (const PlacedGlyph& glyph : outlines_.placed(words)) {
        const auto [at, is_new] = codes_.try_emplace(glyph.letter, letters_.size() + 1);
        if (is_new) {
            letters_.push_back({glyph.letter, glyph.number});
        }
        out += four_digits(at->second);
    }
    return out + ">";
}

void PdfFont::write(PdfFile& file, int number) const {
    std::set<std::uint32_t> glyphs = usual_glyphs(outlines_);
    std::vector<char32_t> unicode;
    std::string widths;
    for (const Letter& one : letters_) {
        glyphs.insert(one.glyph);
        unicode.push_back(one.letter);
        widths += std::to_string(outlines_.advance(one.glyph)) + " ";
    }
    const auto subset = font_subset(outlines_.bytes(), glyphs, outlines_.file());
    std::string glyph_of_code(2, '\0');
    for (const Letter& one : letters_) {
        const std::uint32_t glyph = subset->numbers.at(one.glyph);
        glyph_of_code += {static_cast<char>(glyph >> 8), static_cast<char>(glyph & 0xFFU)};
    }
    const int letters = file.reserve();
    const int facts = file.reserve();
    const int map = file.reserve();
    const int glyph_map = file.reserve();
    const int program = file.reserve();
    const int present = file.reserve();
    const std::string name = subset_name(outlines_.facts().name, glyphs);
    file.add(number, "<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /BaseFont " + name +
                         " /DescendantFonts [" + pdf_reference(letters) + "] /ToUnicode " +
                         pdf_reference(map) + " >>");
    file.add(letters, "<< /Type /Font /Subtype /CIDFontType2 /BaseFont " + name +
                          " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
                          "/Supplement 0 >> /FontDescriptor " +
                          pdf_reference(facts) + " /CIDToGIDMap " + pdf_reference(glyph_map) +
                          " /W [1 [" + widths + "]] >>");
    file.add(facts, descriptor(outlines_.facts(), name) + " /FontFile2 " + pdf_reference(program) +
                        " /CIDSet " + pdf_reference(present) + " >>");
    file.add_deflated(map, "", deflated(unicode_map(unicode)));
    file.add_deflated(glyph_map, "", deflated(glyph_of_code));
    file.add_deflated(program, "/Length1 " + std::to_string(subset->size), subset->deflated);
    file.add_deflated(present, "", deflated(present_codes(letters_.size())));
}

} // namespace ecg::report
