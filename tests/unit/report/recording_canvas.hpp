// A canvas that remembers what was drawn, in millimetres; every letter is 0.55 em wide.
#pragma once

#include "report/canvas.hpp"
#include "report/style.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace ecg::report::test {

class RecordingCanvas : public Canvas {
public:
    struct Words {
        std::size_t page;
        Point at;
        std::string text;
        TextStyle style;
        double width;
    };

    struct Path {
        std::size_t page;
        std::vector<Point> points;
        Pen pen;
    };

    void begin_page(double width, double height) override {
        pages.push_back({0, 0, width, height});
    }

    void lines(std::span<const Line> drawn, const Pen& pen) override {
        for (const Line& line : drawn) {
            single_lines.push_back({pages.size(), {line.from, line.to}, pen});
        }
    }

    void polyline(std::span<const Point> points, const Pen& pen) override {
        polylines.push_back({pages.size(), {points.begin(), points.end()}, pen});
    }

    void fill(std::span<const Point> points, const Colour&) override {
        fills.push_back({pages.size(), {points.begin(), points.end()}, {}});
    }

    void text(Point baseline, std::string_view words, const TextStyle& style) override {
        if (!words.empty()) {
            texts.push_back(
                {pages.size(), baseline, std::string{words}, style, text_width(words, style)});
        }
    }

    [[nodiscard]] double text_width(std::string_view words, const TextStyle& style) const override {
        const auto letters =
            std::count_if(words.begin(), words.end(), [](char c) { return (c & 0xC0) != 0x80; });
        return 0.55 * style.size * static_cast<double>(letters);
    }

    /// Everything written, a line each.
    [[nodiscard]] std::string all_text() const {
        std::string out;
        for (const Words& words : texts) {
            out += words.text + "\n";
        }
        return out;
    }

    [[nodiscard]] bool says(std::string_view words) const {
        return all_text().find(words) != std::string::npos;
    }

    [[nodiscard]] std::vector<Words> texts_of(std::string_view words) const {
        std::vector<Words> found;
        std::copy_if(texts.begin(), texts.end(), std::back_inserter(found),
                     [&](const Words& one) { return one.text == words; });
        return found;
    }

    /// The polylines of signal: all but the five-cornered calibration pulses.
    [[nodiscard]] std::vector<Path> traces() const { return of_pulses(false); }

    [[nodiscard]] std::vector<Path> pulses() const { return of_pulses(true); }

    std::vector<Box> pages;
    std::vector<Path> single_lines;
    std::vector<Path> polylines;
    std::vector<Path> fills;
    std::vector<Words> texts;

private:
    static bool is_pulse(const Path& path) {
        return path.points.size() == 6 && path.points[1].x == path.points[2].x &&
               path.points[3].x == path.points[4].x;
    }

    [[nodiscard]] std::vector<Path> of_pulses(bool wanted) const {
        std::vector<Path> found;
        std::copy_if(polylines.begin(), polylines.end(), std::back_inserter(found),
                     [&](const Path& path) { return is_pulse(path) == wanted; });
        return found;
    }
};

} // namespace ecg::report::test
