#include "common/error.hpp"
#include "example_beat.hpp"
#include "page_checks.hpp"
#include "recording_canvas.hpp"
#include "report/pages.hpp"
#include "support/catch.hpp"

#include <map>
#include <set>

using namespace ecg;
using namespace ecg::report;
using namespace ecg::report::test;
using namespace std::chrono_literals;

namespace {

using Choice = std::optional<double>;

ReportSettings median_settings() {
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

RecordingCanvas drawn(const Recording& recording, const Analysis& analysis,
                      const ReportSettings& settings) {
    RecordingCanvas canvas;
    draw_pages(canvas, recording, &analysis, settings);
    return canvas;
}

RecordingCanvas drawn(const Analysis& analysis, const ReportSettings& settings) {
    return drawn(twelve_lead_recording(), analysis, settings);
}

/// Traces in cells of their own, or those over each other.
std::vector<RecordingCanvas::Path> traces_of(const RecordingCanvas& canvas, const Pen& pen) {
    std::vector<RecordingCanvas::Path> found;
    for (const auto& trace : canvas.traces()) {
        if (trace.pen.width == pen.width) {
            found.push_back(trace);
        }
    }
    return found;
}

/// x of the upright lines of that pen, from left to right.
std::vector<double> upright_lines(const RecordingCanvas& canvas, const Pen& pen) {
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

std::vector<std::string> labels_of(const RecordingCanvas& canvas) {
    std::vector<std::string> labels;
    for (const auto& words : canvas.texts) {
        if (words.style.size == style::lead.size) {
            labels.push_back(words.text);
        }
    }
    return labels;
}

/// The words of the table's row of that lead, from left to right.
std::vector<std::string> row_of(const RecordingCanvas& canvas, const std::string& lead) {
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

} // namespace

TEST_CASE("a millivolt and a second of the beat are as long as the page says") {
    const Analysis analysis = beat_analysis(twelve_leads());
    for_each_page([&](const ReportSettings& settings) {
        const RecordingCanvas canvas = drawn(analysis, settings);
        const double gain = settings.median_gain_mm_per_mv.value_or(20);
        const double speed = settings.median_speed_mm_per_s.value_or(50);

        for (const auto& pulse : canvas.pulses()) {
            CHECK(pulse.points[1].y - pulse.points[2].y == Approx(gain).margin(0.01));
            CHECK(pulse.points[3].x - pulse.points[2].x == Approx(0.2 * speed).margin(0.01));
        }
        REQUIRE(traces_of(canvas, style::trace).size() == 12);
        REQUIRE(traces_of(canvas, style::superimposed).size() == 12);
        for (const auto& trace : canvas.traces()) {
            const auto [highest, lowest] =
                std::minmax_element(trace.points.begin(), trace.points.end(),
                                    [](const Point& a, const Point& b) { return a.y < b.y; });
            CHECK(lowest->y - highest->y == Approx(gain).margin(0.01));
            const double step = (trace.points[100].x - trace.points[0].x) / 100;
            CHECK(step == Approx(speed / 500).margin(1e-6));
        }
    });
}

TEST_CASE("each lead of the beat stands once, and all of them once more over each other") {
    for_each_page([](const ReportSettings& settings) {
        std::vector<std::string> labels = labels_of(drawn(beat_analysis(twelve_leads()), settings));

        std::vector<std::string> wanted = twelve_leads();
        wanted.emplace_back("All leads");
        std::sort(labels.begin(), labels.end());
        std::sort(wanted.begin(), wanted.end());
        CHECK(labels == wanted);
    });
}

TEST_CASE("lines stand where the points are, as far from the peak as in the beat") {
    const Analysis analysis = beat_analysis(twelve_leads());
    for_each_page([&](const ReportSettings& settings) {
        const RecordingCanvas canvas = drawn(analysis, settings);
        const double mm = settings.median_speed_mm_per_s.value_or(50) / 500; // a sample

        const std::vector<double> lines = upright_lines(canvas, style::point);
        const std::size_t columns = settings.orientation == Orientation::portrait ? 4 : 5;
        REQUIRE(lines.size() == 5 * columns);
        const auto first = traces_of(canvas, style::trace).front().points;
        const auto peak = std::min_element(first.begin(), first.end(),
                                           [](Point a, Point b) { return a.y < b.y; });
        for (std::size_t i = 0; const double point : {150.0, 200.0, 230.0, 270.0, 410.0}) {
            CHECK(lines[i++] - peak->x == Approx((point - triangle_peak) * mm).margin(0.001));
        }
    });
}

TEST_CASE("the intervals are drawn as long as they are, and named once") {
    const RecordingCanvas canvas = drawn(beat_analysis(twelve_leads()), median_settings());

    std::vector<double> lengths;
    for (const auto& line : canvas.single_lines) {
        const bool level = line.points[0].y == line.points[1].y;
        if (line.pen.width == style::dimension_line.width && level) {
            lengths.push_back(line.points[1].x - line.points[0].x);
        }
    }
    REQUIRE(lengths.size() == 4);
    for (std::size_t i = 0; const double ms : {100.0, 160.0, 80.0, 360.0}) {
        CHECK(lengths[i++] == Approx(ms / 1000 * 50).margin(0.001));
    }
    for (const char* words : {"P 100 ms", "PR 160 ms", "QRS 80 ms", "QT 360 ms"}) {
        CHECK(canvas.texts_of(words).size() == 1);
    }
    CHECK(canvas.texts_of("−160").size() == 1); // P onset from QRS onset
    CHECK(canvas.texts_of("± 11").size() == 1); // of the QRS
    CHECK(canvas.says("MEAN OF 9 BEATS OF THE DOMINANT KIND"));
}

TEST_CASE("a band shows one standard uncertainty to each side") {
    const RecordingCanvas canvas = drawn(beat_analysis(twelve_leads()), median_settings());

    std::multiset<long> widths; // in 0.01 mm
    for (const auto& fill : canvas.fills) {
        if (fill.points.size() == 4 && fill.points[2].y - fill.points[0].y > 100) {
            widths.insert(std::lround(100 * (fill.points[1].x - fill.points[0].x)));
        }
    }
    CHECK(widths.size() == 25); // five points in five columns
    for (const long ms : {10, 6, 5, 8, 20}) {
        CHECK(widths.count(10 * ms) == 5); // 2 x 0.05 mm a millisecond
    }
}

TEST_CASE("speed and gain are the greatest at which the beat fits, and the page says them") {
    Analysis analysis = beat_analysis(twelve_leads());
    CHECK(drawn(analysis, median_settings()).says("50 mm/s · 20 mm/mV"));

    analysis.median_beat->leads[7] = triangle(3);
    CHECK(drawn(analysis, median_settings()).says("50 mm/s · 10 mm/mV"));

    analysis.median_beat->leads[7] = triangle(6);
    analysis.median_beat->p_onset = 50;
    analysis.median_beat->t_offset = 560;
    const RecordingCanvas canvas = drawn(analysis, median_settings());
    CHECK(canvas.says("25 mm/s · 5 mm/mV"));
    CHECK_FALSE(canvas.says("trace cut"));
}

TEST_CASE("what leaves the cells at the scale that was asked for is cut and told") {
    Analysis analysis = beat_analysis(twelve_leads());
    analysis.median_beat->leads[7] = triangle(3);
    analysis.median_beat->p_onset = 20;
    analysis.median_beat->t_offset = 620;
    ReportSettings settings = median_settings();
    settings.median_gain_mm_per_mv = 20;
    settings.median_speed_mm_per_s = 50;

    const RecordingCanvas canvas = drawn(analysis, settings);

    CHECK(canvas.says("50 mm/s · 20 mm/mV · 0.96 of the beat's 1.28 s shown"));
    CHECK(canvas.says("trace cut: it goes further · not shown: P onset"));
    check_on_paper(canvas);
}

TEST_CASE("in Cabrera order aVR is turned over, in the table it is not") {
    ReportSettings settings = median_settings();
    settings.lead_order = LeadOrder::cabrera;

    const RecordingCanvas canvas = drawn(beat_analysis(twelve_leads()), settings);

    const std::vector<std::string> labels = labels_of(canvas);
    CHECK(std::vector<std::string>(labels.begin(), labels.begin() + 3) ==
          std::vector<std::string>{"aVL", "I", "−aVR"});
    const auto inverted = traces_of(canvas, style::trace)[2].points;
    CHECK(inverted.front().y - std::min_element(inverted.begin(), inverted.end(),
                                                [](Point a, Point b) { return a.y < b.y; })
                                   ->y ==
          Approx(20));
    CHECK(canvas.says("Cabrera order"));
    CHECK(canvas.says("aVR as recorded; only its trace is turned over"));
}

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

TEST_CASE("no words lie on others or on a trace, and nothing leaves the page") {
    Recording recording = twelve_lead_recording(10, 80);
    recording.info.patient.name = std::string(200, 'W');
    recording.info.device.model = std::string(200, 'M');
    for (const double amplitude : {0.7, 2.2}) {
        Analysis analysis = smooth_beat_analysis(twelve_leads(), amplitude);
        analysis.quality[3].verdict = Verdict::bad;
        analysis.quality[3].reasons = {"muscle noise 120 µV, drift and a lot more that is wrong"};
        for_each_page([&](const ReportSettings& given) {
            for (const LeadOrder order : {LeadOrder::standard, LeadOrder::cabrera}) {
                ReportSettings settings = given;
                settings.lead_order = order;
                const RecordingCanvas canvas = drawn(recording, analysis, settings);
                check_on_paper(canvas);
                check_words_apart(canvas);
            }
        });
    }
}

TEST_CASE("chest leads have their own gain, and each row a pulse of both") {
    ReportSettings settings = median_settings();
    settings.chest_gain_mm_per_mv = 5;

    const RecordingCanvas canvas = drawn(beat_analysis(twelve_leads()), settings);

    std::map<long, int> heights;
    for (const auto& pulse : canvas.pulses()) {
        ++heights[std::lround(pulse.points[1].y - pulse.points[2].y)];
    }
    CHECK(heights == std::map<long, int>{{20, 3}, {5, 3}});
    CHECK(canvas.texts_of("5 mm/mV").size() == 6);
    CHECK(canvas.says("20 mm/mV, chest leads 5 mm/mV"));
    check_words_apart(canvas);
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

TEST_CASE("a scale that no paper has is refused") {
    ReportSettings settings = median_settings();
    settings.median_gain_mm_per_mv = 7;
    CHECK_THROWS_AS(drawn(beat_analysis(twelve_leads()), settings), Error);
    settings.median_gain_mm_per_mv = 10;
    settings.median_speed_mm_per_s = 100;
    CHECK_THROWS_AS(drawn(beat_analysis(twelve_leads()), settings), Error);
}
