#include "common/error.hpp"
#include "median_drawing.hpp"

#include <map>
#include <set>

using namespace ecg;
using namespace ecg::report;
using namespace ecg::report::test;
using namespace std::chrono_literals;

TEST_CASE("the table has every number of every lead") {
    const Analysis analysis = beat_analysis(twelve_leads());
    for (const Orientation orientation : {Orientation::landscape, Orientation::portrait}) {
        ReportSettings settings = median_settings();
        settings.orientation = orientation;
        const RecordingCanvas canvas = drawn(analysis, settings);

        REQUIRE(canvas.pages.size() == 2);
        for (const std::string& lead : twelve_leads()) {
            CHECK(row_of(canvas, lead) ==
                  std::vector<std::string>{lead,   "0.11",  "−0.12", "1.13",  "−0.14", "0.15",
                                           "0.16", "101",   "22",    "43",    "24",    "185",
                                           "0.01", "−0.02", "0.03",  "0.004", "356",   "7",
                                           "38",   "2",     "good"});
        }
    }
}

TEST_CASE("what is absent is a dash, and a note says why") {
    Analysis analysis = beat_analysis(twelve_leads());
    Measurements& measured = analysis.measurements;
    for (LeadMeasurements& lead : measured.leads) {
        lead.p = std::nullopt;
        lead.p_duration = std::nullopt;
        lead.notches = std::nullopt;
    }
    measured.absences = {{"pr_ms", "no P wave comes with the QRS complexes"},
                         {"qrs_notches_ms", "the sampling rate is below 250 Hz"}};
    measured.leads[6] = LeadMeasurements{};
    measured.leads[6].lead = "V1";
    analysis.quality[6].verdict = Verdict::bad;
    analysis.quality[6].reasons = {"muscle noise 120 µV"};

    const RecordingCanvas canvas = drawn(analysis, median_settings());

    std::vector<std::string> v1(21, "–");
    v1.front() = "V1";
    v1.back() = "bad";
    CHECK(row_of(canvas, "V1") == v1);
    CHECK(row_of(canvas, "V2")[1] == "–");
    CHECK(row_of(canvas, "V2")[19] == "–");
    CHECK(canvas.says("– P: no P wave comes with the QRS complexes"));
    CHECK(canvas.says("– notches: the sampling rate is below 250 Hz"));
    CHECK(canvas.says("V1: bad signal, not measured: muscle noise 120 µV"));
    CHECK_FALSE(canvas.says("– T:"));
    CHECK(canvas.says("11 of 12 leads"));
    CHECK(traces_of(canvas, style::superimposed).size() == 11);
}

TEST_CASE("in atrial flutter nothing is printed that rests on the end of T") {
    Analysis analysis = beat_analysis(twelve_leads());
    analysis.rhythm.name = "AFLT";

    const RecordingCanvas canvas = drawn(analysis, median_settings());

    CHECK(upright_lines(canvas, style::point).size() == 20);
    CHECK_FALSE(canvas.says("QT 360 ms"));
    const std::vector<std::string> row = row_of(canvas, "II");
    for (const std::size_t column : {11, 16, 17}) {
        CHECK(row[column] == "–");
    }
    CHECK(canvas.says("T ends in flutter waves"));
}

TEST_CASE("a beat that is of a part of a long recording says so, and has its own intervals") {
    Analysis analysis = beat_analysis(twelve_leads());
    analysis.measurements.pr = 171ms;

    const RecordingCanvas canvas = drawn(analysis, median_settings());

    CHECK(canvas.says("PR 160 ms"));
    CHECK(canvas.says("171"));
    CHECK(canvas.says("The beat is of the stretch with most beats"));
    CHECK(canvas.texts_of("± 11").empty());
}

TEST_CASE("few leads, odd names and many leads make a page") {
    const std::string longest(200, 'n');
    std::vector<std::string> many = twelve_leads();
    for (int n = 1; n <= 40; ++n) {
        many.push_back("ECG" + std::to_string(n));
    }
    const std::vector<std::vector<std::string>> recordings{
        {"I"}, {"MLII", "V5"}, {"I", "II", "III"}, {"ECG1", longest, "x\ny"}, many};
    for_each_page([&](const ReportSettings& settings) {
        for (const auto& leads : recordings) {
            const Recording recording = example_recording(leads, 10, 250);
            const RecordingCanvas canvas =
                drawn(recording, smooth_beat_analysis(leads, 0.7), settings);
            INFO(leads.size() << " leads");
            check_on_paper(canvas);
            check_words_apart(canvas);
            const std::size_t cells = std::min<std::size_t>(leads.size(), 12);
            CHECK(labels_of(canvas).size() == (cells == 1 ? 1 : cells + 1));
        }
    });
    const RecordingCanvas canvas =
        drawn(example_recording(many, 10, 250), beat_analysis(many), median_settings());
    CHECK(canvas.says("not shown: ECG1, ECG2"));
    CHECK(row_of(canvas, "ECG40").size() == 21);
    CHECK(canvas.says("MEASUREMENTS OF EACH LEAD, CONTINUED"));
}

TEST_CASE("without a beat the page says why, and draws none") {
    const Recording recording = twelve_lead_recording();
    RecordingCanvas bare;
    draw_pages(bare, recording, nullptr, median_settings());
    CHECK(bare.pages.size() == 1);
    CHECK(bare.says("No representative beat: the recording is not analysed"));

    Analysis analysis = example_analysis();
    analysis.measurements.qrs = std::nullopt;
    analysis.measurements.absences = {{"qrs_ms", "no QRS complex was found"}};
    const RecordingCanvas none = drawn(analysis, median_settings());
    CHECK(none.pages.size() == 1);
    CHECK(none.traces().empty());
    CHECK(none.says("No representative beat: no QRS complex was found"));
    check_words_apart(none);

    Analysis bad = beat_analysis(twelve_leads());
    for (std::size_t l = 0; l < 12; ++l) {
        bad.quality[l].verdict = Verdict::bad;
        bad.measurements.leads[l] = LeadMeasurements{};
    }
    const RecordingCanvas all_bad = drawn(bad, median_settings());
    CHECK(all_bad.texts_of("poor signal").size() == 12);
    CHECK(all_bad.says("0 of 12 leads"));
    CHECK(all_bad.pages.size() == 1);
}

TEST_CASE("leads of the twelve that were not recorded have a cell that says so") {
    const std::vector<std::string> eight{"I", "II", "V1", "V2", "V3", "V4", "V5", "V6"};
    const RecordingCanvas canvas =
        drawn(example_recording(eight, 10, 500), beat_analysis(eight), median_settings());

    CHECK(labels_of(canvas).size() == 13);
    CHECK(canvas.texts_of("not recorded").size() == 4);
    CHECK(traces_of(canvas, style::trace).size() == 8);
}
