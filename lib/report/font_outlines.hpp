// The letters of a font file as outlines, for canvases that draw them as areas.
#pragma once

#include "report/canvas.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::report {

struct OutlineStep {
    enum class Kind { move, line, curve };

    Kind kind = Kind::move;
    std::array<Point, 3> points; ///< of a curve two controls and its end; else the first alone
};

/// Points in em squares from where the letter begins on its baseline, y downwards; each closed
/// part begins with a move, and parts of the other direction are holes.
using Outline = std::vector<OutlineStep>;

struct PlacedGlyph {
    char32_t letter = 0;
    char32_t shown = 0;       ///< the letter, or what stands for one that the font lacks
    std::uint32_t number = 0; ///< within the font
    double x = 0;             ///< where it begins, em squares
};

class FontOutlines {
public:
    /// Throws Error{unavailable} when the file cannot be used as a font.
    explicit FontOutlines(const std::string& file);
    FontOutlines(const FontOutlines&) = delete;
    FontOutlines& operator=(const FontOutlines&) = delete;
    ~FontOutlines();

    /// The letters of UTF-8 text one after the other, to be drawn; what the font lacks is a box,
    /// and remembered as missing.
    [[nodiscard]] std::vector<PlacedGlyph> placed(std::string_view words);
    /// What placed() found no glyph for, each once, in order.
    [[nodiscard]] std::u32string missing() const;
    /// Em squares that text takes, counted as the PDF counts them.
    [[nodiscard]] double width(std::string_view words) const;
    /// As PostScript knows it; "" when it has none.
    [[nodiscard]] const std::string& name() const;
    /// How its letters are described: "TrueType", "CFF", "Type 1" and so on.
    [[nodiscard]] std::string kind() const;
    /// The font file's own.
    [[nodiscard]] const std::shared_ptr<const std::string>& bytes() const;
    [[nodiscard]] const std::string& file() const;
    /// Valid as long as the font.
    [[nodiscard]] const Outline& outline(std::uint32_t glyph) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace ecg::report
