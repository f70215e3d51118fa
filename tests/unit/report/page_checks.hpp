// What holds for every page: nothing leaves the paper, no words lie on others or on a trace.
#pragma once

#include "recording_canvas.hpp"
#include "support/catch.hpp"

namespace ecg::report::test {

/// Where words take ink, a little less than their line.
inline Box box_of(const RecordingCanvas::Words& words) {
    const double size = words.style.size;
    return {words.at.x, words.at.y - 0.73 * size, words.width, 0.75 * size};
}

inline bool overlap(const Box& a, const Box& b) {
    return a.left < b.right() && b.left < a.right() && a.top < b.bottom() && b.top < a.bottom();
}

inline bool runs_through(const std::vector<Point>& line, const Box& box) {
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const auto [top, bottom] = std::minmax(line[i].y, line[i + 1].y);
        if (line[i + 1].x > box.left && line[i].x < box.right() && bottom > box.top &&
            top < box.bottom()) {
            return true;
        }
    }
    return false;
}

inline void check_on_paper(const RecordingCanvas& canvas) {
    const Box& paper = canvas.pages.front();
    for (const auto* paths : {&canvas.polylines, &canvas.single_lines, &canvas.fills}) {
        for (const auto& path : *paths) {
            for (const Point& point : path.points) {
                if (point.x < 2 || point.x > paper.width - 2 || point.y < 2 ||
                    point.y > paper.height - 2) {
                    FAIL("a line at " << point.x << ", " << point.y);
                }
            }
        }
    }
    for (const auto& words : canvas.texts) {
        INFO(words.text);
        CHECK(words.at.x >= 2);
        CHECK(words.at.x + words.width <= paper.width - 2);
        CHECK(words.at.y <= paper.height - 2);
    }
}

inline void check_words_apart(const RecordingCanvas& canvas) {
    for (std::size_t i = 0; i < canvas.texts.size(); ++i) {
        for (std::size_t k = i + 1; k < canvas.texts.size(); ++k) {
            if (canvas.texts[i].page == canvas.texts[k].page &&
                overlap(box_of(canvas.texts[i]), box_of(canvas.texts[k]))) {
                FAIL_CHECK(canvas.texts[i].text << " lies on " << canvas.texts[k].text);
            }
        }
        for (const auto& line : canvas.polylines) {
            if (line.page == canvas.texts[i].page &&
                runs_through(line.points, box_of(canvas.texts[i]))) {
                FAIL_CHECK("a line runs through " << canvas.texts[i].text);
            }
        }
    }
}

} // namespace ecg::report::test
