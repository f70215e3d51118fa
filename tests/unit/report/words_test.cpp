#include "report/text_layout.hpp"
#include "report/wording.hpp"
#include "support/catch.hpp"
#include "tidy_page.hpp"

using namespace ecg;
using namespace ecg::report;
using namespace ecg::report::test;

TEST_CASE("the page holds who, when, what was measured and what it means") {
    const Analysis analysis = example_analysis();
    const RecordingCanvas canvas = page_of(twelve_lead_recording(), &analysis);

    for (const char* words : {"Testa Musterfrau",
                              "ID T-0042 · 63 years · female",
                              "2025-01-08 12:34:56 UTC",
                              "10 s · 500 Hz · record example",
                              "Device: Demo 12, serial SN-001",
                              "MEASUREMENTS OVER 10 S, 10 BEATS",
                              "Vent. rate",
                              "61",
                              "bpm (58–66)",
                              "224",
                              "94",
                              "402",
                              "ms (tangent 388)",
                              "407",
                              "405",
                              "52 / −34 / 41",
                              "SDNN",
                              "31",
                              "ABNORMAL ECG",
                              "Prolonged PR interval",
                              "PR 224 ms > 200 ms",
                              "AUTOMATED FINDINGS (RULE-BASED, UNCONFIRMED)",
                              "Not a medical device. Must be reviewed by a qualified physician.",
                              "UNCONFIRMED",
                              "25 mm/s · 10 mm/mV"}) {
        INFO(words);
        CHECK(canvas.says(words));
    }
    CHECK(canvas.says("Drawn as recorded"));
    CHECK_FALSE(canvas.says("DEMO SIGNAL"));
    CHECK_FALSE(canvas.says("monitoring bandwidth"));
    CHECK(canvas.pages.size() == 1);
    check_tidy(canvas);
}

TEST_CASE("the check bar is fifty millimetres long") {
    const RecordingCanvas canvas = page_of(twelve_lead_recording(), nullptr);

    const auto bar =
        std::find_if(canvas.single_lines.begin(), canvas.single_lines.end(), [](const auto& line) {
            return line.pen.width == style::measure_bar.width && line.points[0].y > 200 &&
                   line.points[0].y == line.points[1].y;
        });
    REQUIRE(bar != canvas.single_lines.end());
    CHECK(bar->points[1].x - bar->points[0].x == Approx(50).margin(1e-9));
}

TEST_CASE("a synthetic signal and a slow one are called by name") {
    Recording recording = twelve_lead_recording(10, 80);
    recording.info.device.demo = true;

    const RecordingCanvas canvas = page_of(recording, nullptr);

    CHECK(canvas.says("SYNTHETIC DEMO SIGNAL"));
    CHECK(canvas.says("80 Hz: monitoring bandwidth – not for diagnostic measurement"));
}

TEST_CASE("without an analysis the page says so and how to come by one") {
    const RecordingCanvas canvas = page_of(twelve_lead_recording(), nullptr);

    CHECK(canvas.says("Not analysed"));
    CHECK(canvas.says("ecg-analyze"));
    CHECK_FALSE(canvas.says("NORMAL"));
    CHECK_FALSE(canvas.says("not measurable"));
}

TEST_CASE("a recording whose file was cut is told") {
    Analysis analysis = example_analysis();
    CHECK_FALSE(page_of(twelve_lead_recording(), &analysis).says("incomplete"));

    analysis.complete = false;

    CHECK(page_of(twelve_lead_recording(), &analysis)
              .says("incomplete: the recording's file was cut"));
}

TEST_CASE("the filter line tells what was done before measuring") {
    Analysis analysis = example_analysis();
    CHECK(filter_words(&analysis, SampleRate{Hertz{500}})
              .ends_with("measured with high-pass 0.5 Hz, no low-pass, mains 50 Hz removed"));

    analysis.filters.low_pass = Hertz{40};
    analysis.filters.powerline_alias = Hertz{30};
    CHECK(filter_words(&analysis, SampleRate{Hertz{500}})
              .ends_with("high-pass 0.5 Hz, low-pass 40 Hz, mains 50 Hz removed (seen at 30 Hz)"));

    analysis.filters = {};
    CHECK(filter_words(&analysis, SampleRate{Hertz{500}})
              .ends_with("with no low-pass, no mains found"));
    CHECK(filter_words(nullptr, SampleRate{Hertz{80}}) ==
          "Drawn as recorded, below 40 Hz by its rate, each trace centred on its median");
}

TEST_CASE("a person without a name has a placeholder") {
    Recording recording = twelve_lead_recording();
    recording.info.patient = {};
    recording.info.start.reset();

    const RecordingCanvas canvas = page_of(recording, nullptr);

    CHECK(canvas.says("Name not given"));
    CHECK(canvas.says("ID, age and sex not given"));
    CHECK(canvas.says("Time not recorded"));
}

TEST_CASE("what could not be measured is said with its reason") {
    Analysis analysis = example_analysis();
    analysis.measurements.pr.reset();
    analysis.measurements.qtc = {};
    analysis.measurements.p_axis.reset();
    analysis.measurements.absences = {{"pr_ms", "no P wave"}};

    const RecordingCanvas canvas = page_of(twelve_lead_recording(), &analysis);

    CHECK(canvas.texts_of("not measurable: no P wave").size() == 1);
    CHECK(canvas.texts_of("not measurable").size() == 2);
    CHECK(canvas.says("– / −34 / 41"));
}

TEST_CASE("the gravest finding names the page, and normal is only said by a finding") {
    const auto words_for = [](Severity severity, const std::string& code) {
        Finding one = finding("x", "y", severity);
        one.code = code;
        return severity_words({finding("z", "", Severity::normal), one});
    };
    CHECK(words_for(Severity::abnormal, "X") == "ABNORMAL ECG");
    CHECK(words_for(Severity::borderline, "X") == "BORDERLINE ECG");
    CHECK(words_for(Severity::otherwise_normal, "X") == "OTHERWISE NORMAL ECG");
    CHECK(words_for(Severity::normal, "NORM") == "NORMAL ECG");
    CHECK(words_for(Severity::normal, "SR") == "No abnormality found by these rules");
    CHECK(severity_words({}) == "No automated finding");
}

TEST_CASE("critical findings are gathered in a line of their own") {
    Analysis analysis = example_analysis();
    analysis.findings[0].words = "Ventricular tachycardia";
    analysis.findings[0].critical = true;

    const RecordingCanvas canvas = page_of(twelve_lead_recording(), &analysis);

    CHECK(canvas.texts_of("CRITICAL: Ventricular tachycardia").size() == 1);
    CHECK(canvas.texts_of("Ventricular tachycardia").size() == 1);
    check_tidy(canvas);
}

TEST_CASE("certainty is told unless the words tell it") {
    Finding one = finding("Atrial fibrillation", "", Severity::abnormal);
    CHECK(finding_words(one) == "Atrial fibrillation");
    one.certainty = Certainty::probable;
    CHECK(finding_words(one) == "Atrial fibrillation (probable)");
    one.words = "Consider pericarditis";
    one.certainty = Certainty::consider;
    CHECK(finding_words(one) == "Consider pericarditis");
}

TEST_CASE("text is cleaned to characters that can be drawn") {
    CHECK(printable("a\tb\nc\x7f") == "a b c");
    CHECK(printable("\xC3\xA9\xE2\x80\x93") == "é–");
    CHECK(printable("x\xFFy") == "x\xEF\xBF\xBDy");
    CHECK(printable("😀") == "😀");
    CHECK(printable("\xEF\xBF\xBF") == "\xEF\xBF\xBD");
    CHECK(printable("a\u200Eb\u202Ec\u2066d\uFEFF") == "abcd");
    CHECK(printable("\xC0\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK(printable("\xED\xA0\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK(printable("cut \xE2\x80") == "cut \xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK(printable("").empty());
}

TEST_CASE("words are wrapped between words, and broken when one is too wide") {
    const RecordingCanvas canvas; // 0.55 mm a letter at size 1
    const TextStyle style{1, {}, Weight::regular};

    CHECK(wrapped(canvas, "one two three", style, 0.55 * 7.5) ==
          std::vector<std::string>{"one two", "three"});
    CHECK(wrapped(canvas, "abcdefgh", style, 0.55 * 3.5) ==
          std::vector<std::string>{"abc", "def", "gh"});
    CHECK(wrapped(canvas, "äöü", style, 0.1) == std::vector<std::string>{"ä", "ö", "ü"});
    CHECK(wrapped(canvas, "", style, 10).empty());
    CHECK(ellipsized(canvas, "abcdefgh", style, 0.55 * 5.5) == "abcd…");
    CHECK(ellipsized(canvas, "abcde", style, 0.55 * 5.5) == "abcde");
}

TEST_CASE("words that were made smaller to fit are not cut") {
    const RecordingCanvas canvas;
    for (std::size_t letters = 40; letters < 80; ++letters) {
        const std::string words(letters, 'x');
        for (const double width : {51.3, 84.0, 146.0 / 3}) {
            const TextStyle style = fitted(canvas, words, style::name, width, 0.1);
            CHECK(style.size < style::name.size);
            CHECK(ellipsized(canvas, words, style, width) == words);
        }
    }
}

TEST_CASE("The heading of the measurements spells a long time out") {
    Analysis analysis;
    analysis.rate_hz = 360;
    analysis.samples = 360 * 1805;
    analysis.measurements.beats = 2978;
    CHECK(report::measurement_heading(analysis) == "MEASUREMENTS OVER 30 MIN 5 S, 2978 BEATS");
}

TEST_CASE("in atrial flutter QT is not measurable, and the page says why") {
    Analysis analysis = example_analysis();
    analysis.rhythm.name = "AFLT";
    const RecordingCanvas canvas = page_of(twelve_lead_recording(), &analysis);

    CHECK_FALSE(canvas.says("402"));
    CHECK_FALSE(canvas.says("407"));
    CHECK_FALSE(canvas.says("tangent"));
    std::size_t absent = 0;
    for (const auto& words : canvas.texts) {
        absent += words.text.starts_with("not measurable: T ends in flutter waves") ? 1 : 0;
    }
    CHECK(absent == 3);
    CHECK(canvas.says("224"));
}
