#include "recording_canvas.hpp"
#include "report/curve_style.hpp"
#include "report/heart_rate_plot.hpp"
#include "report/rhythm_lanes.hpp"
#include "report/rr_series.hpp"
#include "report/tachogram.hpp"
#include "support/catch.hpp"
#include "trend_recording.hpp"

using namespace ecg;
using namespace ecg::report;
using namespace ecg::report::test;

namespace {

constexpr Box box{50, 30, 200, 60};

TimeAxis axis_of(const Analysis& analysis) {
    return time_axis(recording_of(analysis), analysis, box.left, box.right());
}

RecordingCanvas rate_of(const Analysis& analysis) {
    RecordingCanvas canvas;
    canvas.begin_page(297, 210);
    draw_heart_rate(canvas, box, axis_of(analysis), analysis);
    return canvas;
}

/// Millimetres to a value, by two numbers at the ticks of an axis.
double value_at(const RecordingCanvas& canvas, double y, const std::string& a,
                const std::string& b) {
    const auto at = [&](const std::string& words) {
        const auto found = canvas.texts_of(words);
        REQUIRE(found.size() == 1);
        return found.front().at.y - 0.8;
    };
    const double low = std::stod(a);
    return low + (std::stod(b) - low) * (y - at(a)) / (at(b) - at(a));
}

std::vector<RecordingCanvas::Path> curves_of(const RecordingCanvas& canvas) {
    std::vector<RecordingCanvas::Path> curves;
    std::copy_if(canvas.polylines.begin(), canvas.polylines.end(), std::back_inserter(curves),
                 [](const auto& path) { return path.pen.width == style::curve.width; });
    return curves;
}

} // namespace

TEST_CASE("each heart rate stands at its beat, as high as the axis says") {
    std::vector<double> rr(20, 1000);
    rr.insert(rr.end(), 40, 500);

    const RecordingCanvas canvas = rate_of(beats_apart(rr));

    REQUIRE(curves_of(canvas).size() == 1);
    const std::vector<Point> points = curves_of(canvas).front().points;
    REQUIRE(points.size() == 60);
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double n = static_cast<double>(i) + 1;
        const double seconds = i < 20 ? n : 20 + 0.5 * (n - 20);
        CHECK(points[i].x == Approx(box.left + box.width * seconds / 40));
        CHECK(value_at(canvas, points[i].y, "60", "120") == Approx(i < 20 ? 60 : 120));
    }
}

TEST_CASE("the highest and the lowest rate are marked with their time") {
    std::vector<double> rr(20, 1000);
    rr.insert(rr.end(), 40, 500);
    Analysis analysis = beats_apart(rr);

    const RecordingCanvas canvas = rate_of(analysis);

    const auto highest = canvas.texts_of("highest 120 at 12:35:16"); // 20 s from 12:34:56.789 on
    const auto lowest = canvas.texts_of("lowest 60 at 12:34:56");
    REQUIRE(highest.size() == 1);
    REQUIRE(lowest.size() == 1);
    CHECK(highest.front().at.y < box.top);
    CHECK(lowest.front().at.y > box.bottom());
}

TEST_CASE("missing signal parts the curve, and is grey from beat to beat") {
    Analysis analysis = beats_apart(std::vector<double>(40, 1000));
    analysis.beats[20].after_gap = true;

    const RecordingCanvas canvas = rate_of(analysis);

    REQUIRE(curves_of(canvas).size() == 2);
    CHECK(curves_of(canvas)[0].points.size() == 19);
    CHECK(curves_of(canvas)[1].points.size() == 20);
    REQUIRE(canvas.fills.size() == 1);
    CHECK(canvas.fills[0].points[0].x == Approx(box.left + box.width * 19 / 40));
    CHECK(canvas.fills[0].points[1].x == Approx(box.left + box.width * 20 / 40));
}

TEST_CASE("many beats are one column for each half millimetre: lowest, highest and mean") {
    std::vector<double> rr;
    for (int i = 0; i < 10'000; ++i) {
        rr.push_back(i % 2 == 0 ? 600 : 1200); // 100 and 50 a minute
    }

    const RecordingCanvas canvas = rate_of(beats_apart(rr));

    REQUIRE(curves_of(canvas).size() == 1);
    CHECK(curves_of(canvas).front().points.size() == 400);
    REQUIRE(canvas.fills.size() == 1);
    for (const Point& point : canvas.fills.front().points) {
        const double rate = value_at(canvas, point.y, "50", "100");
        CHECK((rate == Approx(50) || rate == Approx(100)));
    }
    CHECK(value_at(canvas, curves_of(canvas).front().points[200].y, "50", "100") ==
          Approx(75).margin(1.1)); // 25 beats a column: one of the two may be there once more
}

TEST_CASE("no rate leaves the reason in the plot") {
    Analysis analysis = beats_apart({});
    analysis.measurements.absences = {{"heart_rate_bpm", "a single QRS complex was found"}};

    const RecordingCanvas canvas = rate_of(analysis);

    CHECK(canvas.says("Heart rate not measurable: a single QRS complex was found"));
    CHECK(canvas.polylines.empty());
}

TEST_CASE("an episode is a bar from its onset to its offset, with its share of the recording") {
    Analysis analysis = beats_apart(std::vector<double>(3600, 1000));
    analysis.rhythm.name = "SR";
    add_episode(analysis, "SR", 0, 600);
    add_episode(analysis, "AFIB", 600, 1500);
    add_episode(analysis, "SR", 1500, 3600);
    add_episode(analysis, "PAUSE", 1800, 1802.4);
    const TimeAxis time = axis_of(analysis);

    const std::vector<RhythmLane> lanes = rhythm_lanes(analysis, time, 9);
    RecordingCanvas canvas;
    canvas.begin_page(297, 210);
    draw_lanes(canvas, {box.left, 100, box.width, height_of(lanes)}, {}, time, lanes);

    REQUIRE(lanes.size() == 3);
    CHECK(lanes[0].figure == "75 %"); // what prevails stands first
    CHECK(lanes[1].words == "Pause");
    CHECK(lanes[1].figure == "1 ×");
    CHECK(lanes[2].words == "Atrial fibrillation");
    CHECK(lanes[2].figure == "25 %");
    REQUIRE(canvas.fills.size() == 4);
    const auto& bar = canvas.fills[3].points;
    CHECK(bar[0].x == Approx(box.left + box.width * 600 / 3600));
    CHECK(bar[1].x == Approx(box.left + box.width * 1500 / 3600));
    const auto label = canvas.texts_of("Atrial fibrillation");
    REQUIRE(label.size() == 1);
    CHECK(label.front().at.y > bar[0].y);
    CHECK(label.front().at.y < bar[2].y + 1);
    const auto& pause = canvas.fills[2].points;
    CHECK(pause[1].x - pause[0].x == Approx(0.3)); // too short to be seen otherwise
}

TEST_CASE("single ectopic beats are counted in bins, as high as their number") {
    Analysis analysis = beats_apart(std::vector<double>(3600, 1000));
    for (int n = 0; n < 8; ++n) {
        add_episode(analysis, "PVC", 10 + n, 10 + n, 1);
    }
    for (int n = 0; n < 2; ++n) {
        add_episode(analysis, "PVC", 1800 + n, 1800 + n, 1);
    }
    const TimeAxis time = axis_of(analysis); // 18 s a millimetre

    const std::vector<RhythmLane> lanes = rhythm_lanes(analysis, time, 9);
    RecordingCanvas canvas;
    canvas.begin_page(297, 210);
    draw_lanes(canvas, {box.left, 100, box.width, height_of(lanes)}, {}, time, lanes);

    REQUIRE(lanes.size() == 1);
    CHECK(lanes[0].words == "PVC in each 30 s, most 8");
    CHECK(lanes[0].figure == "10 ×");
    REQUIRE(canvas.fills.size() == 2);
    const auto height = [&](std::size_t i) {
        return canvas.fills[i].points[2].y - canvas.fills[i].points[0].y;
    };
    CHECK(height(1) == Approx(height(0) / 4));
    CHECK(canvas.fills[1].points[0].x == Approx(box.left + box.width * 1800 / 3600 + 0.1));
}

TEST_CASE("kinds that find no lane share the last, and overlapping episodes count once") {
    Analysis analysis = beats_apart(std::vector<double>(1000, 1000));
    for (const char* code : {"SBRAD", "AFIB", "AFLT", "VT", "BIGU", "TRIGU", "PVC"}) {
        add_episode(analysis, code, 100, 200, 2);
    }
    add_episode(analysis, "BIGU", 150, 300, 2);

    const std::vector<RhythmLane> lanes = rhythm_lanes(analysis, axis_of(analysis), 5);

    REQUIRE(lanes.size() == 5);
    CHECK(lanes[0].words == "Ventricular tachycardia");
    CHECK(lanes[0].critical);
    CHECK(lanes[3].words == "Other: BIGU TRIGU SBRAD");
    CHECK(lanes[3].figure == "20 %");
    CHECK_FALSE(lanes[4].counts.empty());
    CHECK(share_of_time(analysis.rhythm, "BIGU", Seconds{1000}) == Approx(0.2));
}

TEST_CASE("the tachogram has NN intervals in milliseconds, and crosses for those left out") {
    std::vector<double> rr(40, 800);
    rr[20] = 850;
    Analysis analysis = beats_apart(rr);
    analysis.measurements.hrv.left_out = {{11, LeftOut::ectopic}};
    analysis.measurements.hrv.ectopic = 1;

    RecordingCanvas canvas;
    canvas.begin_page(297, 210);
    draw_tachogram(canvas, box, axis_of(analysis), analysis);

    REQUIRE(curves_of(canvas).size() == 2); // it parts at the one left out
    CHECK(curves_of(canvas)[0].points.size() == 10);
    CHECK(curves_of(canvas)[1].points.size() == 29);
    const Point high = curves_of(canvas)[1].points[9]; // the 21st interval
    CHECK(value_at(canvas, high.y, "800", "850") == Approx(850));
    CHECK(value_at(canvas, curves_of(canvas)[0].points[0].y, "800", "850") == Approx(800));
    const auto crosses =
        std::count_if(canvas.single_lines.begin(), canvas.single_lines.end(), [](const auto& line) {
            return line.pen.colour == style::left_out_cross.colour;
        });
    CHECK(crosses == 2);
    REQUIRE(canvas.fills.size() == 1); // of the share below
    CHECK(canvas.fills[0].points[0].x == Approx(box.left + box.width * 11 / 40).margin(1));
}

TEST_CASE("an analysis that does not tell what it left out says so, and shows all") {
    Analysis analysis = beats_apart(std::vector<double>(40, 800));
    analysis.measurements.hrv.ectopic = 3;

    CHECK(tachogram_words(axis_of(analysis), analysis)
              .starts_with("All RR intervals in ms: the analysis does not tell"));
    CHECK(rr_intervals(analysis).size() == 40);
}
