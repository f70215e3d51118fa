#include "report/svg_canvas.hpp"

#include "common/text.hpp"
#include "report/font_outlines.hpp"
#include "report/page_mark.hpp"
#include "report/path_points.hpp"
#include "report/style.hpp"
#include "report/xml_text.hpp"

#include <array>
#include <cmath>
#include <set>

namespace ecg::report {
namespace {

constexpr std::string_view before_attributes = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg ";
constexpr double em_units = 2048; // of DejaVu and most TrueType fonts: outlines stay exact

/// " name=\"value\"", value in units with two decimals: pens are thinner than a unit's tenth.
std::string attribute(const char* name, double mm) {
    return std::string{" "} + name + "=\"" + format_number(mm * units_per_mm, 2) + '"';
}

std::string colour_words(const Colour& colour) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out = "#";
    for (const double part : {colour.red, colour.green, colour.blue}) {
        const auto value = static_cast<std::size_t>(std::lround(part * 255));
        out += {digits[value / 16 % 16], digits[value % 16]};
    }
    return out;
}

/// A blank parts numbers, unless a letter or a minus sign does.
void append_integer(std::string& path, long value) {
    path += value >= 0 && path.back() >= '0' && path.back() <= '9' ? " " : "";
    path += std::to_string(value);
}

/// A move to the first point and steps to the others.
void append_path(std::string& path, std::span<const Point> line) {
    const std::vector<UnitPoint> points = path_points(line);
    path += 'M';
    append_integer(path, points.front().x);
    append_integer(path, points.front().y);
    for (std::size_t i = 1; i < points.size(); ++i) {
        path += i == 1 ? "l" : "";
        append_integer(path, points[i].x - points[i - 1].x);
        append_integer(path, points[i].y - points[i - 1].y);
    }
    path += points.size() == 1 ? "h0" : ""; // a dot
}

std::string outline_path(const Outline& outline) {
    std::string path;
    for (const auto& [kind, points] : outline) {
        const bool curve = kind == OutlineStep::Kind::curve;
        if (kind == OutlineStep::Kind::move) {
            path += path.empty() ? "M" : "ZM";
        } else {
            path += curve ? 'C' : 'L';
        }
        for (std::size_t i = 0; i < (curve ? 3U : 1U); ++i) {
            append_integer(path, std::lround(points[i].x * em_units));
            append_integer(path, std::lround(points[i].y * em_units));
        }
    }
    return path.empty() ? path : path + "Z";
}

} // namespace

struct SvgCanvas::State {
    FontOutlines font;
    double width = 0;
    double height = 0;
    std::string drawing;
    std::string unseen;           ///< text over the drawing
    std::set<std::uint32_t> used; ///< glyphs of this page
    std::vector<std::string> files;

    void stroke(const std::string& path, const Pen& pen) {
        drawing.append("<path stroke=\"").append(colour_words(pen.colour)).append("\"");
        drawing.append(attribute("stroke-width", pen.width));
        drawing.append(" d=\"").append(path).append("\"/>\n");
    }

    void draw_letters(Point baseline, std::string_view words, const TextStyle& style) {
        const std::string colour = colour_words(style.colour);
        drawing.append("<g fill=\"").append(colour);
        if (style.weight == Weight::bold) {
            drawing.append("\" stroke=\"").append(colour).append("\" stroke-width=\"");
            drawing.append(format_number(style::bold_stroke * em_units, 1));
        }
        drawing.append("\" transform=\"translate(").append(std::to_string(units(baseline.x)));
        drawing.append(" ").append(std::to_string(units(baseline.y))).append(") scale(");
        drawing.append(format_number(style.size * units_per_mm / em_units, 6)).append(")\">");
        for (const PlacedGlyph& glyph : font.placed(words)) {
            if (font.outline(glyph.number).empty()) {
                continue; // a blank
            }
            used.insert(glyph.number);
            drawing.append("<use xlink:href=\"#g").append(std::to_string(glyph.number));
            drawing.append("\" x=\"").append(format_number(glyph.x * em_units, 1)).append("\"/>");
        }
        drawing.append("</g>\n");
    }

    void lay_unseen_text(Point baseline, std::string_view words, const TextStyle& style) {
        unseen.append("<text x=\"").append(std::to_string(units(baseline.x)));
        unseen.append("\" y=\"").append(std::to_string(units(baseline.y))).append("\"");
        unseen.append(attribute("font-size", style.size));
        unseen.append(attribute("textLength", font.width(words) * style.size));
        unseen.append(" lengthAdjust=\"spacingAndGlyphs\">");
        unseen.append(xml_text(words)).append("</text>\n");
    }

    /// Of the outermost element, after its name.
    [[nodiscard]] std::string beginning() const {
        const std::string box = std::to_string(units(width)) + ' ' + std::to_string(units(height));
        return " xmlns=\"http://www.w3.org/2000/svg\" "
               "xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"" +
               format_number(width, 2) + "mm\" height=\"" + format_number(height, 2) +
               "mm\" viewBox=\"0 0 " + box + "\">\n<title>ECG report</title>\n";
    }

    [[nodiscard]] std::string letters() const {
        std::string out = "<defs>\n";
        for (const std::uint32_t glyph : used) {
            out.append("<path id=\"g").append(std::to_string(glyph)).append("\" d=\"");
            out.append(outline_path(font.outline(glyph))).append("\"/>\n");
        }
        return out + "</defs>\n";
    }

    void finish_page() {
        if (width == 0) {
            return;
        }
        files.push_back(beginning() + letters() +
                        "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n"
                        "<g fill=\"none\" stroke-linecap=\"round\" stroke-linejoin=\"round\">\n" +
                        drawing +
                        "</g>\n<g fill=\"#000000\" fill-opacity=\"0\" "
                        "font-family=\"DejaVu Sans, Verdana, sans-serif\">\n" +
                        unseen + "</g>\n</svg>\n");
        drawing.clear();
        unseen.clear();
        used.clear();
        width = 0;
    }
};

SvgCanvas::SvgCanvas(const std::string& font_file)
    : state_{new State{FontOutlines{font_file}, 0, 0, {}, {}, {}, {}}} {}

SvgCanvas::~SvgCanvas() = default;

void SvgCanvas::begin_page(double width, double height) {
    state_->finish_page();
    state_->width = width;
    state_->height = height;
}

void SvgCanvas::lines(std::span<const Line> lines, const Pen& pen) {
    std::string path;
    for (const Line& line : lines) {
        append_path(path, std::array{line.from, line.to});
    }
    if (!path.empty()) {
        state_->stroke(path, pen);
    }
}

void SvgCanvas::polyline(std::span<const Point> points, const Pen& pen) {
    if (!points.empty()) {
        std::string path;
        append_path(path, points);
        state_->stroke(path, pen);
    }
}

void SvgCanvas::fill(std::span<const Point> points, const Colour& colour) {
    if (!points.empty()) {
        std::string path;
        append_path(path, points);
        state_->drawing.append("<path fill=\"").append(colour_words(colour));
        state_->drawing.append("\" d=\"").append(path).append("\"/>\n");
    }
}

void SvgCanvas::text(Point baseline, std::string_view words, const TextStyle& style) {
    if (!words.empty()) {
        state_->draw_letters(baseline, words, style);
        state_->lay_unseen_text(baseline, words, style);
    }
}

double SvgCanvas::text_width(std::string_view words, const TextStyle& style) const {
    const double stroke = style.weight == Weight::bold ? style::bold_stroke : 0;
    return (state_->font.width(words) + stroke) * style.size;
}

const FontOutlines& SvgCanvas::font() const {
    return state_->font;
}

std::vector<std::string> SvgCanvas::files() {
    state_->finish_page();
    std::vector<std::string> files = std::move(state_->files);
    for (std::size_t i = 0; i < files.size(); ++i) {
        files[i].insert(0, std::string{before_attributes} + svg_mark({i + 1, files.size()}));
    }
    return files;
}

} // namespace ecg::report
