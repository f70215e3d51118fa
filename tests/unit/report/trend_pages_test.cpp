#include "report/episode_table.hpp"
#include "report/report.hpp"
#include "tidy_page.hpp"
#include "trend_recording.hpp"

using namespace ecg;
using namespace ecg::report;
using namespace ecg::report::test;

namespace {

ReportSettings trend_settings(Paper paper = Paper::a4,
                              Orientation orientation = Orientation::automatic) {
    ReportSettings settings;
    settings.program = "ecg-tools 9.8.7";
    settings.layouts = {Layout::trend};
    settings.paper = paper;
    settings.orientation = orientation;
    return settings;
}

RecordingCanvas drawn(const Recording& recording, const Analysis* analysis,
                      const ReportSettings& settings = trend_settings()) {
    RecordingCanvas canvas;
    draw_pages(canvas, recording, analysis, settings);
    return canvas;
}

template <typename Check> void for_each_paper(Check check) {
    for (const Paper paper : {Paper::a4, Paper::letter}) {
        for (const Orientation orientation : {Orientation::landscape, Orientation::portrait}) {
            INFO((paper == Paper::a4 ? "A4" : "Letter")
                 << (orientation == Orientation::portrait ? " upright" : " wide"));
            check(trend_settings(paper, orientation));
        }
    }
}

void check_lines_on_paper(const RecordingCanvas& canvas) {
    const Box& paper = canvas.pages.front();
    for (const auto* paths : {&canvas.polylines, &canvas.single_lines, &canvas.fills}) {
        for (const auto& path : *paths) {
            for (const Point& point : path.points) {
                if (!(point.x >= 5 && point.x <= paper.width - 5 && point.y >= 5 &&
                      point.y <= paper.height - 4)) {
                    FAIL("a line at " << point.x << ", " << point.y);
                }
            }
        }
    }
}

/// As check_tidy, without a check for each of a million pairs.
void check_words_apart(const RecordingCanvas& canvas) {
    for (std::size_t i = 0; i < canvas.texts.size(); ++i) {
        const auto& words = canvas.texts[i];
        const Box& page = canvas.pages[words.page - 1];
        if (words.at.x < 5 || words.at.x + words.width > page.width - 5 ||
            words.at.y > page.height - 4) {
            FAIL_CHECK(words.text << " leaves the page");
        }
        for (std::size_t j = i + 1; j < canvas.texts.size(); ++j) {
            if (overlap(words, canvas.texts[j])) {
                FAIL_CHECK(words.text << " lies on " << canvas.texts[j].text);
            }
        }
    }
}

/// Lines of curves and areas lie between the words, not on them.
void check_words_free(const RecordingCanvas& canvas) {
    for (const auto& words : canvas.texts) {
        for (const auto& path : canvas.polylines) {
            const bool on =
                std::any_of(path.points.begin(), path.points.end(), [&](const Point& point) {
                    return path.page == words.page && point.x > words.at.x &&
                           point.x < words.at.x + words.width && point.y < words.at.y - 0.1 &&
                           point.y > words.at.y - 0.6 * words.style.size;
                });
            if (on) {
                FAIL_CHECK("a curve runs through " << words.text);
            }
        }
    }
}

/// Ten seconds of sinus rhythm.
Analysis short_analysis() {
    Analysis analysis = beats_apart(std::vector<double>(10, 1000));
    analysis.rhythm.name = "SR";
    add_episode(analysis, "SR", 0, 10, 11);
    analysis.measurements.heart_rate = BeatsPerMinute{60};
    analysis.measurements.absences = {{"hf_ms2", "NN intervals on end for 10 s < 60 s"},
                                      {"triangular_index", "NN intervals for 10 s < 1200 s"}};
    analysis.measurements.hrv.intervals = 10;
    analysis.measurements.hrv.mean_nn = Milliseconds{1000};
    return analysis;
}

/// Every kind of episode that there is.
Analysis many_kinds() {
    Analysis analysis = busy_day();
    double at = 10;
    for (const char* code :
         {"VF",    "ASYS",  "VT",   "WQT",   "3AVB",  "HAVB",  "2AVB2", "2T1",   "2AVB1",
          "AFLT",  "SVTAC", "PSVT", "IVR",   "AIVR",  "PACE",  "VCPL",  "BIGU",  "TRIGU",
          "PACNC", "JR",    "AJR",  "SBRAD", "STACH", "IRREG", "REGUL", "SARRH", "XYZ"}) {
        add_episode(analysis, code, at, at + 40, 60);
        analysis.rhythm.episodes.back().reason = "60 ventricular beats that all look alike, rate "
                                                 "145.2/min, no P wave before any of them";
        at += 1000;
    }
    analysis.quality = {{"II", Verdict::good, {}, 0.0123, std::nullopt},
                        {"V1", Verdict::bad, {"flat"}, 0.5, std::nullopt}};
    return analysis;
}

} // namespace

TEST_CASE("trends are tidy on every paper, for a day, ten seconds, few beats and none") {
    for_each_paper([](const ReportSettings& settings) {
        for (const Analysis& analysis : {busy_day(), many_kinds(), short_analysis(),
                                         beats_apart({800}), beats_apart({}), Analysis{}}) {
            Recording recording = recording_of(analysis);
            for (const bool timed : {true, false}) {
                recording.info.start = timed ? recording.info.start : std::nullopt;
                const RecordingCanvas canvas = drawn(recording, &analysis, settings);
                check_words_apart(canvas);
                check_lines_on_paper(canvas);
                check_words_free(canvas);
            }
        }
        check_tidy(drawn(with_long_names(), nullptr, settings));
    });
}

TEST_CASE("a recording that was not analysed has one page, which says so") {
    const RecordingCanvas canvas = drawn(twelve_lead_recording(), nullptr);

    CHECK(canvas.pages.size() == 1);
    CHECK(canvas.says("Not analysed"));
}

TEST_CASE("fewer than two beats make a page without variability, and say why") {
    Analysis analysis = beats_apart({});
    analysis.measurements.absences = {{"heart_rate_bpm", "a single QRS complex was found"}};

    const RecordingCanvas canvas = drawn(recording_of(analysis), &analysis);

    CHECK(canvas.pages.size() == 1);
    CHECK(canvas.says("Heart rate not measurable: a single QRS complex was found"));
    CHECK(canvas.says("not measurable: too few beats to tell the rhythm"));
    CHECK(canvas.says("none: even, or fewer than 8 RR intervals"));
}

TEST_CASE("ten seconds say what they are too short for") {
    const Analysis analysis = short_analysis();

    const RecordingCanvas canvas = drawn(recording_of(analysis), &analysis);

    CHECK(canvas.pages.size() == 2);
    CHECK(canvas.says("none but plain sinus rhythm and single ectopic beats"));
    CHECK(canvas.says("NN intervals on end for 10 s < 60 s"));
    CHECK(canvas.says("Mean NN"));
}

TEST_CASE("time is the clock's where the start is known, else the recording's own") {
    const Analysis analysis = short_analysis();
    Recording recording = recording_of(analysis);

    CHECK(drawn(recording, &analysis).says("time in UTC, from 2025-01-08"));
    recording.info.start = std::nullopt;
    CHECK(drawn(recording, &analysis).says("time since the start, h:min:s"));
}

TEST_CASE("each kind of episode has a row with its number, and all stand on up to two more pages") {
    const Analysis analysis = busy_day();

    const RecordingCanvas canvas = drawn(recording_of(analysis), &analysis);

    REQUIRE(canvas.pages.size() == 4);
    CHECK(canvas.texts_of("240").size() == 4); // of pauses and tachycardias, in sum and by kind
    CHECK(canvas.says("the 488 episodes one by one from page 3 on"));
    const auto on = [&](std::size_t page, const char* words) {
        const auto found = canvas.texts_of(words);
        return static_cast<std::size_t>(std::count_if(
            found.begin(), found.end(), [=](const auto& one) { return one.page == page; }));
    };
    CHECK(on(1, "Pause") == 2); // its lane, its row
    const std::size_t third = on(3, "Non-sustained ventricular tachycardia");
    const std::size_t fourth = on(4, "Non-sustained ventricular tachycardia");
    CHECK(third > 30);
    CHECK(canvas.says(std::to_string(488 - third) + " more from page 4 on"));
    CHECK(canvas.says(std::to_string(488 - third - fourth) + " more, not listed"));
}

TEST_CASE("kinds with one episode each need no list") {
    Analysis analysis = short_analysis();
    add_episode(analysis, "PAUSE", 2, 4.5);
    add_episode(analysis, "AFIB", 5, 9, 8);

    const RecordingCanvas canvas = drawn(recording_of(analysis), &analysis);

    CHECK(canvas.pages.size() == 2);
    CHECK_FALSE(canvas.says("one by one"));
    CHECK(canvas.texts_of("2.5 s").size() == 1); // the pause
}

TEST_CASE("the summary tells beats, rates, runs and pauses that were measured") {
    Analysis analysis = busy_day();
    analysis.measurements.heart_rate = BeatsPerMinute{69.4};

    const RecordingCanvas canvas = drawn(recording_of(analysis), &analysis);

    CHECK(canvas.texts_of("100001").size() == 1);
    CHECK(canvas.texts_of("69").size() == 1);
    CHECK(canvas.says("of the time: sinus rhythm"));
    CHECK(canvas.says("of the beats: 0.8 %"));
    CHECK(canvas.says("not measured in this analysis")); // no quality
    CHECK(canvas.says("and couplets: 0"));
}

TEST_CASE("the pages of a day with a hundred thousand beats stay small") {
    const Analysis analysis = busy_day();

    const std::string pdf = make_report(recording_of(analysis), &analysis, trend_settings());

    CHECK(pdf.size() < 200'000);
}

TEST_CASE("trends follow the leads where both are asked for") {
    ReportSettings settings = trend_settings();
    settings.layouts = {Layout::three_by_four_one, Layout::trend};
    const Analysis analysis = short_analysis();

    const RecordingCanvas canvas = drawn(twelve_lead_recording(), &analysis, settings);

    CHECK(canvas.pages.size() == 3);
    CHECK(canvas.says("HEART RATE, BPM"));
}

TEST_CASE("the longest duration of a day and its number of beats stand apart") {
    const std::vector<EpisodeRow> rows{{"Sinus tachycardia", "05:39:59", "18 h 20 min", "165663",
                                        "151", "P before 155895 of 155895 beats"}};
    for (const bool by_kind : {false, true}) {
        RecordingCanvas canvas;
        canvas.begin_page(297, 210);
        draw_episodes(canvas, {16, 20, 172, 60}, rows, {"EPISODES", by_kind, ""});
        check_words_apart(canvas);
    }
}
