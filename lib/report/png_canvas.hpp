// A canvas whose pages become PNG pictures.
#pragma once

#include "report/canvas.hpp"
#include "report/font_outlines.hpp"

#include <memory>
#include <string>
#include <vector>

namespace ecg::report {

class PngCanvas : public Canvas {
public:
    /// Throws Error{unavailable} when the font cannot be used.
    PngCanvas(const std::string& font_file, double dots_per_inch);
    PngCanvas(const PngCanvas&) = delete;
    PngCanvas& operator=(const PngCanvas&) = delete;
    ~PngCanvas() override;

    void begin_page(double width, double height) override;
    void lines(std::span<const Line> lines, const Pen& pen) override;
    void polyline(std::span<const Point> points, const Pen& pen) override;
    void fill(std::span<const Point> points, const Colour& colour) override;
    void text(Point baseline, std::string_view words, const TextStyle& style) override;
    [[nodiscard]] double text_width(std::string_view words, const TextStyle& style) const override;

    /// A file a page, the same bytes for the same drawing; each says how large its pixels are and
    /// has no other metadata. Ends the drawing.
    [[nodiscard]] std::vector<std::string> files();

    /// Which knows what it lacks of the letters drawn until now.
    [[nodiscard]] const FontOutlines& font() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace ecg::report
