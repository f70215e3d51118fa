// Pages of the representative beat, drawn and taken apart.
#pragma once

#include "example_beat.hpp"
#include "page_checks.hpp"
#include "recording_canvas.hpp"
#include "report/pages.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace ecg::report::test {

using Choice = std::optional<double>;

inline ReportSettings median_settings() {
    ReportSettings settings;
    settings.layouts = {Layout::medians};
    settings.program = "ecg-tools 9.8.7";
    return settings;
}

/// Calls check with the settings of every page of this layout, named in the test's output.
template <typename Check> void for_each_page(Check check) {
    ReportSettings settings = median_settings();
    for (const Paper paper : {Paper::a4, Paper::letter}) {
        for (const Orientation orientation : {Orientation::landscape, Orientation::portrait}) {
            for (const Choice gain : {Choice{}, Choice{5.0}, Choice{10.0}, Choice{20.0}}) {
                for (const Choice speed : {Choice{}, Choice{12.5}, Choice{25.0}, Choice{50.0}}) {
                    settings.paper = paper;
                    settings.orientation = orientation;
                    settings.median_gain_mm_per_mv = gain;
                    settings.median_speed_mm_per_s = speed;
                    INFO((paper == Paper::a4 ? "A4 " : "Letter ")
                         << (orientation == Orientation::portrait ? "upright " : "wide ")
                         << gain.value_or(0) << " mm/mV " << speed.value_or(0) << " mm/s");
                    check(settings);
                }
            }
        }
    }
}

inline RecordingCanvas drawn(const Recording& recording, const Analysis& analysis,
                             const ReportSettings& settings) {
    RecordingCanvas canvas;
    draw_pages(canvas, recording, &analysis, settings);
    return canvas;
}

inline RecordingCanvas drawn(const Analysis& analysis, const ReportSettings& settings) {
    return drawn(twelve_lead_recording(), analysis, settings);
}

/// Traces in cells of their own, or those over each other.
inline std::vector<RecordingCanvas::Path> traces_of(const RecordingCanvas& canvas, const Pen& pen) {
    std::vector<RecordingCanvas::Path> found;
    for (const auto& trace : canvas.traces()) {
        if (trace.pen.width == pen.width) {
            found.push_back(trace);
        }
    }
    return found;
}

/// x of the upright lines of that pen, from left to right.
inline std::vector<double> upright_lines(const RecordingCanvas& canvas, const Pen& pen) {
    std::vector<double> found;
    for (const auto& line : canvas.single_lines) {
        if (line.pen.colour == pen.colour && line.pen.width == pen.width &&
            line.points[0].x == line.points[1].x) {
            found.push_back(line.points[0].x);
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

inline std::vector<std::string> labels_of(const RecordingCanvas& canvas) {
    std::vector<std::string> labels;
    for (const auto& words : canvas.texts) {
        if (words.style.size == style::lead.size) {
            labels.push_back(words.text);
        }
    }
    return labels;
}

/// The words of the table's row of that lead, from left to right.
inline std::vector<std::string> row_of(const RecordingCanvas& canvas, const std::string& lead) {
    const auto name = std::find_if(canvas.texts.begin(), canvas.texts.end(), [&](const auto& one) {
        return one.text == lead && one.style.size < style::lead.size;
    });
    std::vector<std::string> words;
    for (const auto& one : canvas.texts) {
        if (name != canvas.texts.end() && one.page == name->page && one.at.y == name->at.y) {
            words.push_back(one.text);
        }
    }
    return words;
}

} // namespace ecg::report::test
