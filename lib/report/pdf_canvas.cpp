#include "report/pdf_canvas.hpp"

#include "common/text.hpp"
#include "report/path_points.hpp"
#include "report/pdf_document.hpp"
#include "report/pdf_font.hpp"
#include "report/style.hpp"

#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::report {
namespace {

constexpr double points_per_mm = 72.0 / 25.4;

/// value and a blank.
void append_integer(std::string& out, long value) {
    std::array<char, longest_number> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(digits.data(), end) += ' ';
}

void append_point(std::string& out, long x, long y, char operation) {
    append_integer(out, x);
    append_integer(out, y);
    out += operation;
    out += '\n';
}

/// Moves to the first point and draws to the others.
void append_path(std::string& out, std::span<const Point> points) {
    const std::vector<UnitPoint> path = path_points(points);
    append_point(out, path.front().x, path.front().y, 'm');
    for (std::size_t i = 1; i < path.size(); ++i) {
        append_point(out, path[i].x, path[i].y, 'l');
    }
    if (path.size() == 1) { // a dot
        append_point(out, path.front().x, path.front().y, 'l');
    }
}

std::string colour_words(const Colour& colour) {
    std::string out;
    for (const double part : {colour.red, colour.green, colour.blue}) {
        append_number(out, part, 3);
        out += ' ';
    }
    return out;
}

/// What is set already need not be set again.
struct Settings {
    std::optional<Colour> stroke;
    std::optional<Colour> fill;
    double pen_width = -1;  ///< mm
    double letter_size = 0; ///< mm
    bool bold = false;
};

} // namespace

struct PdfCanvas::State {
    std::string program;
    PdfFont font;
    std::vector<PdfPage> pages;
    Settings now;
    std::string drawing; ///< of the last page

    void set_pen(const Pen& pen) {
        if (now.stroke != pen.colour) {
            now.stroke = pen.colour;
            drawing.append(colour_words(pen.colour)).append("RG\n");
        }
        if (now.pen_width != pen.width) {
            now.pen_width = pen.width;
            append_number(drawing, pen.width * units_per_mm, 2);
            drawing += " w\n";
        }
    }

    void set_fill(const Colour& colour) {
        if (now.fill != colour) {
            now.fill = colour;
            drawing.append(colour_words(colour)).append("rg\n");
        }
    }

    void set_letters(const TextStyle& style) {
        if (now.letter_size != style.size) {
            now.letter_size = style.size;
            drawing += "/F1 ";
            append_number(drawing, style.size * units_per_mm, 2);
            drawing += " Tf\n";
        }
        const bool bold = style.weight == Weight::bold;
        if (now.bold != bold) {
            now.bold = bold;
            drawing += bold ? "2 Tr\n" : "0 Tr\n"; // filled and stroked, or filled
        }
    }

    void finish_page() {
        if (!pages.empty()) {
            pages.back().drawing = std::move(drawing);
        }
        drawing.clear();
        now = {};
    }
};

PdfCanvas::PdfCanvas(const std::string& font_file, const std::string& program)
    : state_{new State{program, PdfFont{font_file}, {}, {}, {}}} {}

PdfCanvas::~PdfCanvas() = default;

void PdfCanvas::begin_page(double width, double height) {
    state_->finish_page();
    state_->pages.push_back({width * points_per_mm, height * points_per_mm, {}});
    const std::string unit = format_number(points_per_mm / units_per_mm, 9);
    // y runs downwards; joins and ends are round.
    state_->drawing.append(unit).append(" 0 0 -").append(unit).append(" 0 ");
    state_->drawing.append(format_number(height * points_per_mm, 3)).append(" cm\n1 j\n1 J\n");
}

void PdfCanvas::lines(std::span<const Line> lines, const Pen& pen) {
    if (lines.empty()) {
        return;
    }
    state_->set_pen(pen);
    for (const Line& line : lines) {
        append_path(state_->drawing, std::array{line.from, line.to});
    }
    state_->drawing += "S\n";
}

void PdfCanvas::polyline(std::span<const Point> points, const Pen& pen) {
    if (points.empty()) {
        return;
    }
    state_->set_pen(pen);
    append_path(state_->drawing, points);
    state_->drawing += "S\n";
}

void PdfCanvas::fill(std::span<const Point> points, const Colour& colour) {
    if (points.empty()) {
        return;
    }
    state_->set_fill(colour);
    append_path(state_->drawing, points);
    state_->drawing += "f\n";
}

void PdfCanvas::text(Point baseline, std::string_view words, const TextStyle& style) {
    if (words.empty()) {
        return;
    }
    state_->set_fill(style.colour);
    if (style.weight == Weight::bold) {
        state_->set_pen({style.size * style::bold_stroke, style.colour});
    }
    std::string& drawing = state_->drawing;
    drawing += "BT\n";
    state_->set_letters(style);
    // The page's y runs downwards: the letters are turned upright again.
    drawing += "1 0 0 -1 ";
    append_integer(drawing, units(baseline.x));
    append_integer(drawing, units(baseline.y));
    drawing.append("Tm\n").append(state_->font.codes(words)).append(" Tj\nET\n");
}

double PdfCanvas::text_width(std::string_view words, const TextStyle& style) const {
    const double stroke = style.weight == Weight::bold ? style::bold_stroke : 0;
    return (state_->font.outlines().width(words) + stroke) * style.size;
}

const FontOutlines& PdfCanvas::font() const {
    return state_->font.outlines();
}

std::vector<std::string> PdfCanvas::files() {
    state_->finish_page();
    const PdfFont& font = state_->font;
    return {pdf_document(state_->pages, {*font.subset(), font.outlines().file(), font.letters()},
                         {"ECG report", state_->program})};
}

} // namespace ecg::report
