#include "common/error.hpp"
#include "median_drawing.hpp"

#include <map>
#include <set>

using namespace ecg;
using namespace ecg::report;
using namespace ecg::report::test;
using namespace std::chrono_literals;

namespace {

/// How many words of a length stand at the height of its line, left or right of it.
std::ptrdiff_t words_beside(const RecordingCanvas& canvas, const RecordingCanvas::Path& line) {
    return std::count_if(canvas.texts.begin(), canvas.texts.end(), [&](const auto& words) {
        const bool same_height =
            words.at.y - words.style.size < line.points[0].y && line.points[0].y < words.at.y;
        return words.style.colour == style::dimension.colour && same_height &&
               (words.at.x > line.points[1].x || words.at.x + words.width < line.points[0].x);
    });
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
    for (const auto& line : canvas.single_lines) {
        const bool level = line.points[0].y == line.points[1].y;
        if (line.pen.width == style::dimension_line.width && level) {
            CHECK(words_beside(canvas, line) == 1);
        }
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

TEST_CASE("a scale that no paper has is refused") {
    ReportSettings settings = median_settings();
    settings.median_gain_mm_per_mv = 7;
    CHECK_THROWS_AS(drawn(beat_analysis(twelve_leads()), settings), Error);
    settings.median_gain_mm_per_mv = 10;
    settings.median_speed_mm_per_s = 100;
    CHECK_THROWS_AS(drawn(beat_analysis(twelve_leads()), settings), Error);
}
