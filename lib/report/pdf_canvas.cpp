#include "report/pdf_canvas.hpp"

#include "common/error.hpp"
#include "report/style.hpp"

#include <hpdf.h>
#include <hpdf_objects.h>

#include <array>
#include <cmath>
#include <string>
#include <string_view>

namespace ecg::report {
namespace {

constexpr double points_per_mm = 72.0 / 25.4;
// Coordinates are integers of about 0.01 mm, which halves the file. libharu writes five decimals,
// so the unit is one that five decimals hold exactly: a page stays true to its millimetres.
constexpr double points_per_unit = 0.02835;
constexpr double units_per_mm = points_per_mm / points_per_unit;

struct FreeDocument {
    void operator()(HPDF_Doc document) const noexcept { HPDF_Free(document); }
};

using Document = std::unique_ptr<_HPDF_Doc_Rec, FreeDocument>;

void check(HPDF_STATUS status) {
    if (status != HPDF_OK) {
        throw Error{ErrorKind::data, "PDF: libharu error " + std::to_string(status)};
    }
}

float real(double value) {
    return static_cast<float>(value);
}

float units(double mm) {
    return static_cast<float>(std::round(mm * units_per_mm));
}

struct UnitPoint {
    float x, y;

    friend bool operator==(const UnitPoint&, const UnitPoint&) = default;
};

UnitPoint units(Point p) {
    return {units(p.x), units(p.y)};
}

HPDF_Font load_font(HPDF_Doc document, const std::string& file) {
    const char* name = HPDF_LoadTTFontFromFile(document, file.c_str(), HPDF_TRUE);
    HPDF_Font font = name != nullptr ? HPDF_GetFont(document, name, "UTF-8") : nullptr;
    if (font == nullptr) {
        throw Error{ErrorKind::unavailable,
                    file +
                        ": cannot be used as a TrueType font; Debian's fonts-dejavu-core has one"};
    }
    return font;
}

/// Code points as they are, <0000> to <FFFF>, in the short ranges and blocks that PDF asks for.
std::string unicode_map() {
    std::string map = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                      "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
                      "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                      "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
    constexpr std::string_view digits = "0123456789ABCDEF";
    constexpr std::size_t block = 64;
    for (std::size_t row = 0; row < 256; ++row) {
        if (row % block == 0) {
            map += std::to_string(block) + " beginbfrange\n";
        }
        const std::string high{digits[row / 16], digits[row % 16]};
        map.append("<").append(high).append("00> <").append(high);
        map.append("FF> <").append(high).append("00>\n");
        if (row % block == block - 1) {
            map += "endbfrange\n";
        }
    }
    return map + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
}

/// libharu 2.3 writes a ToUnicode map with operators that are not allowed there, and readers that
/// hold to the letter copy no text out of such a page: a sound map takes its place.
void mend_unicode_map(HPDF_Font font) {
    auto* map = static_cast<HPDF_Dict>(HPDF_Dict_GetItem(font, "ToUnicode", HPDF_OCLASS_DICT));
    if (map == nullptr || map->stream == nullptr) {
        return;
    }
    HPDF_MemStream_FreeData(map->stream);
    check(HPDF_Stream_WriteStr(map->stream, unicode_map().c_str()));
}

void set_pen(HPDF_Page page, const Pen& pen) {
    check(HPDF_Page_SetRGBStroke(page, real(pen.colour.red), real(pen.colour.green),
                                 real(pen.colour.blue)));
    check(HPDF_Page_SetLineWidth(page, units(pen.width)));
}

void set_fill(HPDF_Page page, const Colour& colour) {
    check(HPDF_Page_SetRGBFill(page, real(colour.red), real(colour.green), real(colour.blue)));
}

/// Moves to the first point and draws to the others; points that fall on one unit are one.
void trace_path(HPDF_Page page, std::span<const Point> points) {
    UnitPoint last = units(points.front());
    bool drawn = false;
    check(HPDF_Page_MoveTo(page, last.x, last.y));
    for (const Point& point : points) {
        const UnitPoint next = units(point);
        if (next != last) {
            check(HPDF_Page_LineTo(page, next.x, next.y));
            last = next;
            drawn = true;
        }
    }
    if (!drawn) {
        check(HPDF_Page_LineTo(page, last.x, last.y));
    }
}

} // namespace

struct PdfCanvas::State {
    Document document{HPDF_New(nullptr, nullptr)};
    HPDF_Font font = nullptr;
    HPDF_Page page = nullptr;
};

PdfCanvas::PdfCanvas(const std::string& font_file) : state_{std::make_unique<State>()} {
    HPDF_Doc document = state_->document.get();
    if (document == nullptr) {
        throw Error{ErrorKind::unavailable, "PDF: out of memory"};
    }
    check(HPDF_SetCompressionMode(document, HPDF_COMP_ALL));
    check(HPDF_UseUTFEncodings(document));
    state_->font = load_font(document, font_file);
    mend_unicode_map(state_->font);
    // The only metadata: never the patient's, and no date, so that the bytes depend on nothing
    // but the drawing.
    check(HPDF_SetInfoAttr(document, HPDF_INFO_TITLE, "ECG report"));
}

PdfCanvas::~PdfCanvas() = default;

void PdfCanvas::begin_page(double width, double height) {
    HPDF_Page page = HPDF_AddPage(state_->document.get());
    if (page == nullptr) {
        check(HPDF_GetError(state_->document.get()));
    }
    state_->page = page;
    const double height_points = height * points_per_mm;
    check(HPDF_Page_SetWidth(page, real(width * points_per_mm)));
    check(HPDF_Page_SetHeight(page, real(height_points)));
    check(HPDF_Page_Concat(page, real(points_per_unit), 0, 0, real(-points_per_unit), 0,
                           real(height_points)));
    check(HPDF_Page_SetLineJoin(page, HPDF_ROUND_JOIN));
    check(HPDF_Page_SetLineCap(page, HPDF_ROUND_END));
}

void PdfCanvas::lines(std::span<const Line> lines, const Pen& pen) {
    if (lines.empty()) {
        return;
    }
    set_pen(state_->page, pen);
    for (const Line& line : lines) {
        trace_path(state_->page, std::array{line.from, line.to});
    }
    check(HPDF_Page_Stroke(state_->page));
}

void PdfCanvas::polyline(std::span<const Point> points, const Pen& pen) {
    if (points.empty()) {
        return;
    }
    set_pen(state_->page, pen);
    trace_path(state_->page, points);
    check(HPDF_Page_Stroke(state_->page));
}

void PdfCanvas::fill(std::span<const Point> points, const Colour& colour) {
    if (points.empty()) {
        return;
    }
    set_fill(state_->page, colour);
    trace_path(state_->page, points);
    check(HPDF_Page_Fill(state_->page));
}

void PdfCanvas::text(Point baseline, std::string_view words, const TextStyle& style) {
    if (words.empty()) {
        return;
    }
    HPDF_Page page = state_->page;
    const bool bold = style.weight == Weight::bold;
    const UnitPoint at = units(baseline);
    set_fill(page, style.colour);
    if (bold) {
        set_pen(page, {style.size * style::bold_stroke, style.colour});
    }
    check(HPDF_Page_BeginText(page));
    check(HPDF_Page_SetFontAndSize(page, state_->font, real(style.size)));
    check(HPDF_Page_SetTextRenderingMode(page, bold ? HPDF_FILL_THEN_STROKE : HPDF_FILL));
    // The page's y runs downwards: the letters are turned upright again.
    check(HPDF_Page_SetTextMatrix(page, real(units_per_mm), 0, 0, real(-units_per_mm), at.x, at.y));
    check(HPDF_Page_ShowText(page, std::string{words}.c_str()));
    check(HPDF_Page_EndText(page));
}

double PdfCanvas::text_width(std::string_view words, const TextStyle& style) const {
    const auto* text = reinterpret_cast<const HPDF_BYTE*>(words.data());
    const HPDF_TextWidth width =
        HPDF_Font_TextWidth(state_->font, text, static_cast<HPDF_UINT>(words.size()));
    const double stroke = style.weight == Weight::bold ? style::bold_stroke : 0;
    return (static_cast<double>(width.width) / 1000 + stroke) * style.size;
}

std::string PdfCanvas::bytes() {
    HPDF_Doc document = state_->document.get();
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

} // namespace ecg::report
