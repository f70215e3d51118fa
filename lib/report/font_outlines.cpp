#include "report/font_outlines.hpp"

#include "common/error.hpp"
#include "report/code_points.hpp"
#include "report/font_file.hpp"

#include <freetype/freetype.h>
#include <freetype/ftfntfmt.h>
#include <freetype/ftoutln.h>
#include <ft2build.h>

#include <map>
#include <new>
#include <set>
#include <utility>

namespace ecg::report {
namespace {

struct FreeLibrary {
    void operator()(FT_Library library) const noexcept { FT_Done_FreeType(library); }
};

struct FreeFace {
    void operator()(FT_Face face) const noexcept { FT_Done_Face(face); }
};

using Library = std::unique_ptr<FT_LibraryRec_, FreeLibrary>;
using Face = std::unique_ptr<FT_FaceRec_, FreeFace>;

Library open_library() {
    FT_Library library = nullptr;
    if (FT_Init_FreeType(&library) != 0) {
        throw Error{ErrorKind::unavailable, "FreeType: cannot be started"};
    }
    return Library{library};
}

Face open_face(FT_Library library, const std::string& bytes, const std::string& file) {
    FT_Face face = nullptr;
    const bool opened = FT_New_Memory_Face(library, reinterpret_cast<const FT_Byte*>(bytes.data()),
                                           static_cast<FT_Long>(bytes.size()), 0, &face) == 0;
    Face owned{opened ? face : nullptr};
    if (!owned || !FT_IS_SCALABLE(face) || face->units_per_EM == 0 ||
        FT_Select_Charmap(face, FT_ENCODING_UNICODE) != 0) {
        throw Error{ErrorKind::unavailable,
                    file + ": cannot be used as a font; Debian's fonts-dejavu-core has one"};
    }
    return owned;
}

struct Tracing {
    Outline outline;
    double em = 1; ///< font units
    Point last;
    bool failed = false;

    [[nodiscard]] Point point(const FT_Vector* at) const {
        return {static_cast<double>(at->x) / em, -static_cast<double>(at->y) / em};
    }

    /// No exception may cross FreeType's frames.
    int add(OutlineStep::Kind kind, std::array<Point, 3> points, Point end) noexcept {
        try {
            outline.push_back({kind, points});
            last = end;
            return 0;
        } catch (...) {
            failed = true;
            return 1;
        }
    }
};

Point between(Point from, Point to, double share) {
    return {from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)};
}

extern "C" {

int trace_move(const FT_Vector* to, void* user) noexcept {
    auto& tracing = *static_cast<Tracing*>(user);
    const Point end = tracing.point(to);
    return tracing.add(OutlineStep::Kind::move, {end}, end);
}

int trace_line(const FT_Vector* to, void* user) noexcept {
    auto& tracing = *static_cast<Tracing*>(user);
    const Point end = tracing.point(to);
    return tracing.add(OutlineStep::Kind::line, {end}, end);
}

/// TrueType's curves have one control; two at two thirds of the way make the same curve.
int trace_conic(const FT_Vector* control, const FT_Vector* to, void* user) noexcept {
    auto& tracing = *static_cast<Tracing*>(user);
    const Point middle = tracing.point(control);
    const Point end = tracing.point(to);
    return tracing.add(OutlineStep::Kind::curve,
                       {between(tracing.last, middle, 2.0 / 3), between(end, middle, 2.0 / 3), end},
                       end);
}

int trace_cubic(const FT_Vector* first, const FT_Vector* second, const FT_Vector* to,
                void* user) noexcept {
    auto& tracing = *static_cast<Tracing*>(user);
    const Point end = tracing.point(to);
    return tracing.add(OutlineStep::Kind::curve, {tracing.point(first), tracing.point(second), end},
                       end);
}
}

std::string name_of(FT_Face face) {
    const char* name = FT_Get_Postscript_Name(face);
    return name != nullptr ? name : "";
}

struct Glyph {
    long advance = 0; ///< thousandths of an em square
    Outline outline;
};

Glyph load_glyph(FT_Face face, std::uint32_t number) {
    if (FT_Load_Glyph(face, number, FT_LOAD_NO_SCALE | FT_LOAD_NO_BITMAP) != 0) {
        return {};
    }
    const FT_Outline_Funcs steps{trace_move, trace_line, trace_conic, trace_cubic, 0, 0};
    Tracing tracing;
    tracing.em = face->units_per_EM;
    FT_Outline_Decompose(&face->glyph->outline, &steps, &tracing);
    if (tracing.failed) {
        throw std::bad_alloc{};
    }
    // PDF counts whole thousandths, cut off: with the same count letters stand at the same places.
    const auto thousandths = face->glyph->metrics.horiAdvance * 1000 / face->units_per_EM;
    return {thousandths, std::move(tracing.outline)};
}

/// libharu writes letters of 16 bits: what lies beyond is lacking in files of every format.
constexpr char32_t last_letter = 0xFFFF;

} // namespace

struct FontOutlines::State {
    explicit State(std::string path)
        : file{std::move(path)}, bytes{font_bytes(file)}, library{open_library()},
          face{open_face(library.get(), *bytes, file)}, name{name_of(face.get())} {}

    /// 0 when the font lacks it.
    std::uint32_t own_number(char32_t letter) {
        if (letter > last_letter) {
            return 0;
        }
        const auto [at, is_new] = numbers.try_emplace(letter);
        if (is_new) {
            at->second = FT_Get_Char_Index(face.get(), letter);
        }
        return at->second;
    }

    std::uint32_t number_of(char32_t letter) { return own_number(stand_in(letter)); }

    /// The letter itself where the font has it, or where its glyph for what it lacks is seen; else
    /// a letter that is.
    char32_t stand_in(char32_t letter) {
        const bool is_shown = own_number(letter) != 0;
        if (is_shown || (letter <= last_letter && !glyph(0).outline.empty())) {
            return letter;
        }
        for (const char32_t box : {U'\u25A1', U'\uFFFD', U'?'}) {
            if (own_number(box) != 0) {
                return box;
            }
        }
        return U'?';
    }

    const Glyph& glyph(std::uint32_t number) {
        const auto known = glyphs.find(number);
        return known != glyphs.end()
                   ? known->second
                   : glyphs.emplace(number, load_glyph(face.get(), number)).first->second;
    }

    std::string file;
    std::shared_ptr<const std::string> bytes; // outlive the face, which reads them
    Library library;
    Face face;
    std::string name;
    std::map<char32_t, std::uint32_t> numbers;
    std::map<std::uint32_t, Glyph> glyphs;
    std::set<char32_t> missing;
};

FontOutlines::FontOutlines(const std::string& file) : state_{std::make_unique<State>(file)} {}

FontOutlines::~FontOutlines() = default;

std::vector<PlacedGlyph> FontOutlines::placed(std::string_view words) {
    std::vector<PlacedGlyph> glyphs;
    long x = 0;
    for (const char32_t letter : code_points(words)) {
        if (state_->own_number(letter) == 0) {
            state_->missing.insert(letter);
        }
        const char32_t shown = state_->stand_in(letter);
        const std::uint32_t number = state_->own_number(shown);
        glyphs.push_back({letter, shown, number, static_cast<double>(x) / 1000});
        x += state_->glyph(number).advance;
    }
    return glyphs;
}

std::u32string FontOutlines::missing() const {
    return {state_->missing.begin(), state_->missing.end()};
}

double FontOutlines::width(std::string_view words) const {
    long width = 0;
    for (const char32_t letter : code_points(words)) {
        width += state_->glyph(state_->number_of(letter)).advance;
    }
    return static_cast<double>(width) / 1000;
}

const std::string& FontOutlines::name() const {
    return state_->name;
}

std::string FontOutlines::kind() const {
    const char* kind = FT_Get_Font_Format(state_->face.get());
    return kind != nullptr ? kind : "";
}

const std::shared_ptr<const std::string>& FontOutlines::bytes() const {
    return state_->bytes;
}

const std::string& FontOutlines::file() const {
    return state_->file;
}

const Outline& FontOutlines::outline(std::uint32_t glyph) const {
    return state_->glyph(glyph).outline;
}

} // namespace ecg::report
