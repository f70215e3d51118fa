// A canvas whose pages become a PDF.
#pragma once

#include "report/canvas.hpp"
#include "report/font_outlines.hpp"

#include <memory>
#include <string>
#include <vector>

namespace ecg::report {

class PdfCanvas : public Canvas {
public:
    /// The font is embedded, the name of the program is metadata; there is no other but a title.
    /// Throws Error{unavailable} when the font cannot be used.
    explicit PdfCanvas(const std::string& font_file, const std::string& program = "");
    PdfCanvas(const PdfCanvas&) = delete;
    PdfCanvas& operator=(const PdfCanvas&) = delete;
    ~PdfCanvas() override;

    void begin_page(double width, double height) override;
    void lines(std::span<const Line> lines, const Pen& pen) override;
    void polyline(std::span<const Point> points, const Pen& pen) override;
    void fill(std::span<const Point> points, const Colour& colour) override;
    void text(Point baseline, std::string_view words, const TextStyle& style) override;
    [[nodiscard]] double text_width(std::string_view words, const TextStyle& style) const override;

    /// One file of all pages, the same bytes for the same drawing at any hour. Ends the drawing.
    [[nodiscard]] std::vector<std::string> files();

    /// Which knows what it lacks of the letters drawn until now.
    [[nodiscard]] const FontOutlines& font() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace ecg::report
