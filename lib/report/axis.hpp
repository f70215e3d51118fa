// Values become millimetres along an axis with round ticks.
#pragma once

#include "report/canvas.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace ecg::report {

/// low is drawn at from and high at to, in millimetres; to may be less than from.
struct Axis {
    double low = 0;
    double high = 1;
    double from = 0;
    double to = 1;

    [[nodiscard]] double at(double value) const {
        return from + (to - from) * (value - low) / (high - low);
    }

    /// value, or the nearest one that the axis has.
    [[nodiscard]] double within(double value) const;

    /// Rounding does not put an end outside.
    [[nodiscard]] bool holds(double value) const {
        const double rounding = 1e-6 * (high - low);
        return value >= low - rounding && value <= high + rounding;
    }
};

/// The multiples of 1, 2 or 5 times a power of ten from low to high, of the smallest step that
/// makes at most `most` of them; low is less than high, most at least 2.
std::vector<double> round_ticks(double low, double high, std::size_t most);

/// From a tick at or below low to one at or above high, with at most `most` ticks. Where they are
/// less than least apart, they get room to both sides.
Axis round_axis(double low, double high, std::size_t most, double least);

/// A value at a tick, with as many decimals as the step takes.
std::string tick_words(double value, double step);

/// Ticks of y with their numbers left of box, and a hairline from each across it.
void draw_value_ticks(Canvas& canvas, const Box& box, const Axis& y, std::size_t most);

/// Ticks of x with their numbers below box, and a hairline from each up through it.
void draw_ticks_below(Canvas& canvas, const Box& box, const Axis& x, std::size_t most);

/// The four sides of box.
void draw_frame(Canvas& canvas, const Box& box);

void fill_box(Canvas& canvas, const Box& box, const Colour& colour);

/// A heading above a plot, and at its right end a note in small letters.
void draw_plot_heading(Canvas& canvas, const Box& line, const std::string& words,
                       const std::string& note);

/// Words in the middle of a box in which there is nothing to draw, and why.
void draw_absence(Canvas& canvas, const Box& box, const std::string& words);

} // namespace ecg::report
