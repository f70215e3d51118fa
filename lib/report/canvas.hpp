// What a page is drawn on: lines, areas and words in millimetres, whatever the file format.
#pragma once

#include <span>
#include <string_view>

namespace ecg::report {

/// A place on paper in millimetres from the top left corner, y downwards.
struct Point {
    double x = 0;
    double y = 0;

    friend bool operator==(const Point&, const Point&) = default;
};

/// A rectangle in millimetres.
struct Box {
    double left = 0;
    double top = 0;
    double width = 0;
    double height = 0;

    [[nodiscard]] constexpr double right() const { return left + width; }

    [[nodiscard]] constexpr double bottom() const { return top + height; }
};

struct Line {
    Point from;
    Point to;
};

/// Each part 0 to 1.
struct Colour {
    double red = 0;
    double green = 0;
    double blue = 0;

    friend bool operator==(const Colour&, const Colour&) = default;
};

struct Pen {
    double width = 0; ///< mm
    Colour colour;
};

enum class Weight { regular, bold };

struct TextStyle {
    double size = 3; ///< height of the em square, mm
    Colour colour;
    Weight weight = Weight::regular;
};

/// Pages are drawn from first to last; what comes later covers what came before.
class Canvas {
public:
    Canvas() = default;
    virtual ~Canvas() = default;

    /// All that follows is drawn on a new page of this size in millimetres.
    virtual void begin_page(double width, double height) = 0;
    /// Separate lines of one pen, such as a grid.
    virtual void lines(std::span<const Line> lines, const Pen& pen) = 0;
    /// One line through all points, with round joins; a single point is a dot.
    virtual void polyline(std::span<const Point> points, const Pen& pen) = 0;
    /// The area within the points.
    virtual void fill(std::span<const Point> points, const Colour& colour) = 0;
    /// UTF-8 text that begins at baseline.
    virtual void text(Point baseline, std::string_view words, const TextStyle& style) = 0;
    /// Millimetres that text takes.
    [[nodiscard]] virtual double text_width(std::string_view words,
                                            const TextStyle& style) const = 0;

protected: // never sliced
    Canvas(const Canvas&) = default;
    Canvas& operator=(const Canvas&) = default;
};

} // namespace ecg::report
