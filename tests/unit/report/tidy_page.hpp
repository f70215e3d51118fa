// Pages as a test looks at them: whether texts overlap, and the longest names that are likely.
#pragma once

#include "example_recording.hpp"
#include "recording_canvas.hpp"
#include "report/pages.hpp"
#include "support/catch.hpp"

#include <cmath>

namespace ecg::report::test {

inline RecordingCanvas page_of(const Recording& recording, const Analysis* analysis) {
    RecordingCanvas canvas;
    ReportSettings settings;
    settings.program = "ecg-tools 9.8.7";
    draw_pages(canvas, recording, analysis, settings);
    return canvas;
}

inline bool overlap(const RecordingCanvas::Words& a, const RecordingCanvas::Words& b) {
    const bool beside = a.at.x + a.width <= b.at.x + 1e-6 || b.at.x + b.width <= a.at.x + 1e-6;
    const double line = 0.75 * std::min(a.style.size, b.style.size);
    return a.page == b.page && !beside && std::abs(a.at.y - b.at.y) < line;
}

/// No two texts overlap, and none leaves the page.
inline void check_tidy(const RecordingCanvas& canvas) {
    for (std::size_t i = 0; i < canvas.texts.size(); ++i) {
        const auto& words = canvas.texts[i];
        const Box& page = canvas.pages[words.page - 1];
        INFO(words.text);
        CHECK(words.at.x >= 5);
        CHECK(words.at.x + words.width <= page.width - 5);
        CHECK(words.at.y <= page.height - 4);
        for (std::size_t j = i + 1; j < canvas.texts.size(); ++j) {
            INFO(canvas.texts[j].text);
            CHECK_FALSE(overlap(words, canvas.texts[j]));
        }
    }
}

inline Recording with_long_names() {
    Recording recording = twelve_lead_recording(60, 100);
    recording.info.patient.name = "Prof. Dr. Testa Maria-Magdalena Wolfeschlegelsteinhausenberger"
                                  "dorff-Łukaszewiczówna de la Prueba y Ejemplo";
    recording.info.patient.id = "ID-0000-1111-2222-3333-4444-5555-6666-7777";
    recording.info.id = "00000000-1111-2222-3333-444444444444-5555";
    recording.info.device.model = "A device with a very long name, revision 12.3.4";
    recording.info.device.serial = "SERIAL-0000-0000-0000-0000-0000-1234";
    recording.info.device.demo = true;
    recording.electrodes_off = {"V1", "V6"};
    return recording;
}

} // namespace ecg::report::test
