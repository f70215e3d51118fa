#include "report/png_canvas.hpp"

#include "common/error.hpp"
#include "report/font_outlines.hpp"
#include "report/page_mark.hpp"
#include "report/style.hpp"

#include <cairo.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace ecg::report {
namespace {

constexpr double mm_per_inch = 25.4;

struct FreeSurface {
    void operator()(cairo_surface_t* surface) const noexcept { cairo_surface_destroy(surface); }
};

struct FreePainter {
    void operator()(cairo_t* painter) const noexcept { cairo_destroy(painter); }
};

using Surface = std::unique_ptr<cairo_surface_t, FreeSurface>;
using Painter = std::unique_ptr<cairo_t, FreePainter>;

void check(cairo_status_t status) {
    if (status != CAIRO_STATUS_SUCCESS) {
        throw Error{ErrorKind::data, std::string{"PNG: "} + cairo_status_to_string(status)};
    }
}

extern "C" cairo_status_t append_bytes(void* user, const unsigned char* bytes,
                                       unsigned int count) noexcept {
    try {
        static_cast<std::string*>(user)->append(reinterpret_cast<const char*>(bytes), count);
        return CAIRO_STATUS_SUCCESS;
    } catch (...) {
        return CAIRO_STATUS_NO_MEMORY;
    }
}

std::string big_endian(std::uint32_t value) {
    std::string out;
    for (int shift = 24; shift >= 0; shift -= 8) {
        out += static_cast<char>((value >> shift) & 0xFFU);
    }
    return out;
}

/// The check sum of PNG's chunks.
std::uint32_t crc32(const std::string& bytes) {
    std::uint32_t crc = ~0U;
    for (const char byte : bytes) {
        crc ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
        }
    }
    return ~crc;
}

/// Puts a chunk, four letters of type and then its bytes, behind the header.
void insert_chunk(std::string& png, const std::string& chunk) {
    constexpr std::size_t behind_header = 8 + 25; // signature and IHDR
    const auto size = static_cast<std::uint32_t>(chunk.size() - 4);
    png.insert(behind_header, big_endian(size) + chunk + big_endian(crc32(chunk)));
}

/// Cairo leaves the size of the pixels out, and a page without it has no millimetres.
void tell_pixel_size(std::string& png, double dots_per_inch) {
    const auto per_metre =
        static_cast<std::uint32_t>(std::lround(dots_per_inch * 1000 / mm_per_inch));
    const std::string size = big_endian(per_metre);
    insert_chunk(png, "pHYs" + size + size + '\x01');
}

void set_colour(cairo_t* painter, const Colour& colour) {
    cairo_set_source_rgb(painter, colour.red, colour.green, colour.blue);
}

void stroke(cairo_t* painter, const Pen& pen) {
    // A line thinner than a pixel would fade: hairlines are a pixel wide, as PDF readers draw them.
    double thinnest = 1;
    double none = 0;
    cairo_device_to_user_distance(painter, &thinnest, &none);
    set_colour(painter, pen.colour);
    cairo_set_line_width(painter, std::max(pen.width, thinnest));
    cairo_stroke(painter);
}

/// A single point becomes a dot.
void trace_path(cairo_t* painter, std::span<const Point> points) {
    cairo_move_to(painter, points.front().x, points.front().y);
    for (const Point& point : points.size() == 1 ? points : points.subspan(1)) {
        cairo_line_to(painter, point.x, point.y);
    }
}

void trace_outline(cairo_t* painter, const Outline& outline) {
    bool open = false;
    for (const auto& [kind, points] : outline) {
        if (kind == OutlineStep::Kind::move) {
            if (open) { // what is closed twice is stroked as a dot
                cairo_close_path(painter);
            }
            open = true;
            cairo_move_to(painter, points[0].x, points[0].y);
        } else if (kind == OutlineStep::Kind::line) {
            cairo_line_to(painter, points[0].x, points[0].y);
        } else {
            cairo_curve_to(painter, points[0].x, points[0].y, points[1].x, points[1].y, points[2].x,
                           points[2].y);
        }
    }
    if (open) {
        cairo_close_path(painter);
    }
}

} // namespace

struct PngCanvas::State {
    FontOutlines font;
    double dots_per_inch;
    Surface surface;
    Painter painter;
    std::vector<std::string> files;

    void finish_page() {
        if (!painter) {
            return;
        }
        check(cairo_status(painter.get()));
        std::string png;
        check(cairo_surface_write_to_png_stream(surface.get(), append_bytes, &png));
        files.push_back(std::move(png));
        painter.reset();
        surface.reset();
    }
};

PngCanvas::PngCanvas(const std::string& font_file, double dots_per_inch)
    : state_{new State{FontOutlines{font_file}, dots_per_inch, nullptr, nullptr, {}}} {}

PngCanvas::~PngCanvas() = default;

void PngCanvas::begin_page(double width, double height) {
    state_->finish_page();
    const double dots_per_mm = state_->dots_per_inch / mm_per_inch;
    const auto pixels = [&](double mm) { return static_cast<int>(std::lround(mm * dots_per_mm)); };
    state_->surface.reset(
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, pixels(width), pixels(height)));
    check(cairo_surface_status(state_->surface.get()));
    state_->painter.reset(cairo_create(state_->surface.get()));
    cairo_t* painter = state_->painter.get();
    set_colour(painter, style::white);
    cairo_paint(painter);
    cairo_scale(painter, dots_per_mm, dots_per_mm);
    cairo_set_line_join(painter, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(painter, CAIRO_LINE_CAP_ROUND);
}

void PngCanvas::lines(std::span<const Line> lines, const Pen& pen) {
    for (const Line& line : lines) {
        cairo_move_to(state_->painter.get(), line.from.x, line.from.y);
        cairo_line_to(state_->painter.get(), line.to.x, line.to.y);
    }
    stroke(state_->painter.get(), pen);
}

void PngCanvas::polyline(std::span<const Point> points, const Pen& pen) {
    if (!points.empty()) {
        trace_path(state_->painter.get(), points);
        stroke(state_->painter.get(), pen);
    }
}

void PngCanvas::fill(std::span<const Point> points, const Colour& colour) {
    if (!points.empty()) {
        trace_path(state_->painter.get(), points);
        set_colour(state_->painter.get(), colour);
        cairo_fill(state_->painter.get());
    }
}

void PngCanvas::text(Point baseline, std::string_view words, const TextStyle& style) {
    cairo_t* painter = state_->painter.get();
    cairo_save(painter);
    cairo_translate(painter, baseline.x, baseline.y);
    cairo_scale(painter, style.size, style.size);
    for (const PlacedGlyph& glyph : state_->font.placed(words)) {
        cairo_save(painter);
        cairo_translate(painter, glyph.x, 0);
        trace_outline(painter, state_->font.outline(glyph.number));
        cairo_restore(painter);
    }
    set_colour(painter, style.colour);
    cairo_fill_preserve(painter);
    if (style.weight == Weight::bold) {
        cairo_set_line_width(painter, style::bold_stroke);
        cairo_stroke_preserve(painter);
    }
    cairo_new_path(painter);
    cairo_restore(painter);
}

double PngCanvas::text_width(std::string_view words, const TextStyle& style) const {
    const double stroke = style.weight == Weight::bold ? style::bold_stroke : 0;
    return (state_->font.width(words) + stroke) * style.size;
}

const FontOutlines& PngCanvas::font() const {
    return state_->font;
}

std::vector<std::string> PngCanvas::files() {
    state_->finish_page();
    std::vector<std::string> files = std::move(state_->files);
    for (std::size_t i = 0; i < files.size(); ++i) {
        insert_chunk(files[i], png_mark({i + 1, files.size()}));
        tell_pixel_size(files[i], state_->dots_per_inch);
    }
    return files;
}

} // namespace ecg::report
