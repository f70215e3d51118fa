// A canvas whose pages become SVG pictures.
#pragma once

#include "report/canvas.hpp"
#include "report/font_outlines.hpp"

#include <memory>
#include <string>
#include <vector>

namespace ecg::report {

/// Letters are drawn as outlines, so that a page looks the same where the font is not there; over
/// them lies the same text, unseen and of the same width, to be selected, searched and read aloud.
class SvgCanvas : public Canvas {
public:
    /// Throws Error{unavailable} when the font cannot be used.
    explicit SvgCanvas(const std::string& font_file);
    SvgCanvas(const SvgCanvas&) = delete;
    SvgCanvas& operator=(const SvgCanvas&) = delete;
    ~SvgCanvas() override;

    void begin_page(double width, double height) override;
    void lines(std::span<const Line> lines, const Pen& pen) override;
    void polyline(std::span<const Point> points, const Pen& pen) override;
    void fill(std::span<const Point> points, const Colour& colour) override;
    void text(Point baseline, std::string_view words, const TextStyle& style) override;
    [[nodiscard]] double text_width(std::string_view words, const TextStyle& style) const override;

    /// A file a page, in hundredths of a millimetre, the same bytes for the same drawing. Ends the
    /// drawing.
    [[nodiscard]] std::vector<std::string> files();

    /// Which knows what it lacks of the letters drawn until now.
    [[nodiscard]] const FontOutlines& font() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace ecg::report
