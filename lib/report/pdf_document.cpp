#include "report/pdf_document.hpp"

#include "common/error.hpp"
#include "report/code_points.hpp"
#include "report/colour_profile.hpp"
#include "report/font_on_file.hpp"

#include <hpdf.h>
#include <hpdf_objects.h>
#include <hpdf_pages.h>
#include <hpdf_pdfa.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

namespace ecg::report {
namespace {

struct FreeDocument {
    void operator()(HPDF_Doc document) const noexcept { HPDF_Free(document); }
};

using Document = std::unique_ptr<_HPDF_Doc_Rec, FreeDocument>;

void check(HPDF_STATUS status) {
    if (status != HPDF_OK) {
        throw Error{ErrorKind::data, "PDF: libharu error " + std::to_string(status)};
    }
}

/// What libharu made, or why it did not.
template <class Made> Made* made(HPDF_Doc document, Made* object) {
    if (object == nullptr) {
        const HPDF_STATUS status = HPDF_GetError(document);
        throw Error{ErrorKind::data, "PDF: libharu error " + std::to_string(status)};
    }
    return object;
}

const HPDF_BYTE* bytes_of(std::string_view text) {
    return reinterpret_cast<const HPDF_BYTE*>(text.data());
}

void write(HPDF_Stream stream, std::string_view text) {
    check(HPDF_Stream_Write(stream, bytes_of(text), static_cast<HPDF_UINT>(text.size())));
}

HPDF_Font load_font(HPDF_Doc document, const PdfLetters& letters) {
    const FontOnFile font{letters.font};
    const char* name = HPDF_LoadTTFontFromFile(document, font.path().c_str(), HPDF_TRUE);
    HPDF_Font loaded = name != nullptr ? HPDF_GetFont(document, name, "UTF-8") : nullptr;
    if (loaded == nullptr) {
        throw Error{ErrorKind::unavailable,
                    letters.file +
                        ": cannot be used as a TrueType font; Debian's fonts-dejavu-core has one"};
    }
    return loaded;
}

std::string hexadecimal(char32_t letter) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    return {digits[(letter >> 12) & 0xFU], digits[(letter >> 8) & 0xFU],
            digits[(letter >> 4) & 0xFU], digits[letter & 0xFU]};
}

/// Each letter is its own code; a line a letter, in blocks of at most a hundred.
std::string unicode_map(const std::set<char32_t>& letters) {
    constexpr std::size_t block = 100;
    std::string map = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                      "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
                      "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                      "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
    std::size_t i = 0;
    for (const char32_t letter : letters) {
        if (i % block == 0) {
            map += std::to_string(std::min(block, letters.size() - i)) + " beginbfchar\n";
        }
        const std::string code = hexadecimal(letter);
        map.append("<").append(code).append("> <").append(code).append(">\n");
        ++i;
        map += i % block == 0 || i == letters.size() ? "endbfchar\n" : "";
    }
    return map + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
}

/// libharu 2.3 writes a ToUnicode map with operators that are not allowed there, and readers that
/// hold to the letter copy no text out of such a page: a sound map takes its place.
void mend_unicode_map(HPDF_Font font, const std::set<char32_t>& letters) {
    auto* map = static_cast<HPDF_Dict>(HPDF_Dict_GetItem(font, "ToUnicode", HPDF_OCLASS_DICT));
    if (map != nullptr && map->stream != nullptr) {
        HPDF_MemStream_FreeData(map->stream);
        write(map->stream, unicode_map(letters));
    }
}

/// libharu embeds the letters that it was asked about; the pages' operators it does not read.
void mark_shown(HPDF_Font font, const std::set<char32_t>& letters) {
    std::string all;
    for (const char32_t letter : letters) {
        append_utf8(all, letter);
    }
    HPDF_Font_TextWidth(font, bytes_of(all), static_cast<HPDF_UINT>(all.size()));
}

void add_page(HPDF_Doc document, HPDF_Font font, const PdfPage& drawn) {
    HPDF_Page page = made(document, HPDF_AddPage(document));
    check(HPDF_Page_SetWidth(page, static_cast<float>(drawn.width)));
    check(HPDF_Page_SetHeight(page, static_cast<float>(drawn.height)));
    made(document, const_cast<char*>(HPDF_Page_GetLocalFontName(page, font))); // "F1", the only one
    write(static_cast<HPDF_PageAttr>(page->attr)->stream, drawn.drawing);
}

/// libharu's own calls write no escapes in XMP, and an identifier that changes with the clock.
void add_metadata(HPDF_Doc document, const PdfAbout& about) {
    check(HPDF_SetInfoAttr(document, HPDF_INFO_TITLE, about.title.c_str()));
    if (!about.program.empty()) {
        check(HPDF_SetInfoAttr(document, HPDF_INFO_CREATOR, about.program.c_str()));
        check(HPDF_SetInfoAttr(document, HPDF_INFO_PRODUCER, about.program.c_str()));
    }
    HPDF_Dict xmp = made(document, HPDF_DictStream_New(document->mmgr, document->xref));
    check(HPDF_Dict_AddName(xmp, "Type", "Metadata"));
    check(HPDF_Dict_AddName(xmp, "Subtype", "XML"));
    write(xmp->stream, metadata_packet(about));
    check(HPDF_Dict_Add(document->catalog, "Metadata", xmp));
    document->pdf_version = HPDF_VER_14;
}

void add_colours(HPDF_Doc document) {
    static const std::string profile = srgb_profile();
    HPDF_Stream stream = made(document, HPDF_MemStream_New(document->mmgr, 4096));
    write(stream, profile);
    HPDF_Dict icc = HPDF_ICC_LoadIccFromMem(document, document->mmgr, stream, document->xref, 3);
    HPDF_Stream_Free(stream);
    check(HPDF_PDFA_AppendOutputIntents(document, "sRGB IEC61966-2.1", made(document, icc)));
}

/// Asked to, printers leave the millimetres as they are.
void add_wishes(HPDF_Doc document) {
    HPDF_Dict wishes = made(document, HPDF_Dict_New(document->mmgr));
    check(HPDF_Dict_Add(document->catalog, "ViewerPreferences", wishes));
    check(HPDF_Dict_AddName(wishes, "PrintScaling", "None"));
    check(HPDF_Dict_Add(document->catalog, "Lang", HPDF_String_New(document->mmgr, "en", nullptr)));
}

/// FNV-1a, 64 bits: no secret, but other bytes have another one.
std::uint64_t fingerprint(std::string_view bytes, std::uint64_t start) {
    for (const char byte : bytes) {
        start = (start ^ static_cast<unsigned char>(byte)) * 0x100000001B3U;
    }
    return start;
}

void add_identifier(HPDF_Doc document, const std::vector<PdfPage>& pages) {
    std::uint64_t low = 0xCBF29CE484222325U;
    std::uint64_t high = ~low;
    for (const PdfPage& page : pages) {
        low = fingerprint(page.drawing, low);
        high = fingerprint(page.drawing, high);
    }
    std::array<HPDF_BYTE, 16> id{};
    for (std::size_t i = 0; i < 8; ++i) {
        id[i] = static_cast<HPDF_BYTE>(low >> (8 * i));
        id[8 + i] = static_cast<HPDF_BYTE>(high >> (8 * i));
    }
    HPDF_Array both = made(document, HPDF_Array_New(document->mmgr));
    check(HPDF_Dict_Add(document->trailer, "ID", both));
    for (int i = 0; i < 2; ++i) {
        check(HPDF_Array_Add(both, HPDF_Binary_New(document->mmgr, id.data(), id.size())));
    }
}

std::string bytes_of(HPDF_Doc document) {
    check(HPDF_SaveToStream(document));
    std::string out(HPDF_GetStreamSize(document), '\0');
    std::size_t filled = 0;
    while (filled < out.size()) {
        auto part = static_cast<HPDF_UINT32>(out.size() - filled);
        check(HPDF_ReadFromStream(document, reinterpret_cast<HPDF_BYTE*>(out.data() + filled),
                                  &part));
        if (part == 0) {
            throw Error{ErrorKind::data, "PDF: the document ends early"};
        }
        filled += part;
    }
    return out;
}

} // namespace

std::string pdf_document(const std::vector<PdfPage>& pages, const PdfLetters& letters,
                         const PdfAbout& about) {
    const Document document{HPDF_New(nullptr, nullptr)};
    if (!document) {
        throw Error{ErrorKind::unavailable, "PDF: out of memory"};
    }
    check(HPDF_SetCompressionMode(document.get(), HPDF_COMP_ALL));
    check(HPDF_UseUTFEncodings(document.get()));
    HPDF_Font font = load_font(document.get(), letters);
    mend_unicode_map(font, letters.shown);
    mark_shown(font, letters.shown);
    for (const PdfPage& page : pages) {
        add_page(document.get(), font, page);
    }
    add_metadata(document.get(), about);
    add_colours(document.get());
    add_wishes(document.get());
    add_identifier(document.get(), pages);
    return bytes_of(document.get());
}

} // namespace ecg::report
