#include "common/error.hpp"
#include "example_recording.hpp"
#include "recording_canvas.hpp"
#include "report/pages.hpp"
#include "support/catch.hpp"

#include <limits>
#include <set>

using namespace ecg;
using namespace ecg::report;
using namespace ecg::report::test;

namespace {

constexpr double missing_sample = std::numeric_limits<double>::quiet_NaN();

RecordingCanvas drawn(const Recording& recording, const ReportSettings& settings = {}) {
    RecordingCanvas canvas;
    draw_pages(canvas, recording, nullptr, settings);
    return canvas;
}

/// Zero, but height_mv from sample first on and before sample end.
Recording with_step(double height_mv, std::size_t first, std::size_t end) {
    Recording recording = twelve_lead_recording(10, 500);
    for (LeadSignal& lead : recording.leads) {
        std::fill(lead.samples.begin(), lead.samples.end(), 0.0);
        std::fill(lead.samples.begin() + static_cast<long>(first),
                  lead.samples.begin() + static_cast<long>(end), height_mv);
    }
    return recording;
}

double lowest_y(const std::vector<Point>& points) {
    return std::max_element(points.begin(), points.end(),
                            [](Point a, Point b) { return a.y < b.y; })
        ->y;
}

double highest_y(const std::vector<Point>& points) {
    return std::min_element(points.begin(), points.end(),
                            [](Point a, Point b) { return a.y < b.y; })
        ->y;
}

} // namespace

TEST_CASE("one millivolt is ten millimetres and one second twenty-five") {
    const RecordingCanvas canvas = drawn(with_step(1.0, 100, 600));
    const auto traces = canvas.traces();

    REQUIRE(traces.size() == 13);
    const auto& first = traces.front().points;
    CHECK(lowest_y(first) - highest_y(first) == Approx(10.0).margin(1e-9));
    CHECK(first[600].x - first[100].x == Approx(25.0).margin(1e-9));
    const auto& strip = traces.back().points;
    CHECK(strip.size() == 5000);
    CHECK(strip.back().x - strip.front().x == Approx(249.95).margin(1e-9));
}

TEST_CASE("millimetres stay true at other speeds and gains, on either paper") {
    ReportSettings settings;
    settings.speed_mm_per_s = GENERATE(12.5, 25.0, 50.0);
    settings.gain_mm_per_mv = GENERATE(5.0, 10.0, 20.0);
    settings.paper = GENERATE(Paper::a4, Paper::letter);

    const RecordingCanvas canvas = drawn(with_step(0.5, 100, 200), settings);

    const auto trace = canvas.traces().front().points;
    CHECK(lowest_y(trace) - highest_y(trace) == Approx(0.5 * settings.gain_mm_per_mv).margin(1e-9));
    CHECK(trace[200].x - trace[100].x == Approx(0.2 * settings.speed_mm_per_s).margin(1e-9));
    const auto pulse = canvas.pulses().front().points;
    CHECK(pulse[3].x - pulse[2].x == Approx(0.2 * settings.speed_mm_per_s).margin(1e-9));
    CHECK(pulse[1].y - pulse[2].y == Approx(settings.gain_mm_per_mv).margin(1e-9));
}

TEST_CASE("every row begins with a calibration pulse of ten by five millimetres") {
    const auto pulses = drawn(twelve_lead_recording()).pulses();

    REQUIRE(pulses.size() == 4);
    std::set<double> rows;
    for (const auto& pulse : pulses) {
        CHECK(pulse.points[1].y - pulse.points[2].y == Approx(10.0).margin(1e-9));
        CHECK(pulse.points[3].x - pulse.points[2].x == Approx(5.0).margin(1e-9));
        rows.insert(pulse.points[0].y);
    }
    CHECK(rows.size() == 4);
}

TEST_CASE("the grid has a line every millimetre and a heavier one every fifth") {
    const RecordingCanvas canvas = drawn(twelve_lead_recording());

    std::set<long> fine;
    std::set<long> heavy;
    double left = 1e9;
    for (const auto& line : canvas.single_lines) {
        const bool upright = line.points[0].x == line.points[1].x;
        const bool is_fine = line.pen.width == style::fine_grid.width;
        const bool is_heavy = line.pen.width == style::heavy_grid.width;
        if (upright && (is_fine || is_heavy)) {
            left = std::min(left, line.points[0].x);
            (is_fine ? fine : heavy).insert(std::lround(line.points[0].x * 1000));
        }
    }
    REQUIRE(heavy.size() == 54);
    CHECK(fine.size() == 212);
    CHECK(style::heavy_grid.width > style::fine_grid.width);
    for (const long x : heavy) {
        CHECK((x - std::lround(left * 1000)) % 5000 == 0);
        CHECK(fine.count(x) == 0);
    }
}

TEST_CASE("each lead stands once among the twelve, in the usual order, and one below") {
    const RecordingCanvas canvas = drawn(twelve_lead_recording());

    std::vector<std::string> labels;
    for (const auto& words : canvas.texts) {
        if (lead_named(words.text) && words.style.size == style::lead.size) {
            labels.push_back(words.text);
        }
    }
    CHECK(labels == std::vector<std::string>{"I", "aVR", "V1", "V4", "II", "aVL", "V2", "V5", "III",
                                             "aVF", "V3", "V6", "II"});
    CHECK(canvas.says("3 × 4 leads, sequential, 2.5 s each; rhythm strip II"));
}

TEST_CASE("columns follow one another in time") {
    Recording recording = with_step(1.0, 0, 0);
    for (LeadSignal& lead : recording.leads) {
        lead.samples[3000] = 1.0; // at 6 s, in the third column
    }

    const RecordingCanvas canvas = drawn(recording);

    std::vector<double> peaks;
    for (const auto& trace : canvas.traces()) {
        const auto& points = trace.points;
        const auto peak = std::min_element(points.begin(), points.end(),
                                           [](Point a, Point b) { return a.y < b.y; });
        if (points.front().y - peak->y > 5) {
            peaks.push_back(peak->x);
        }
    }
    REQUIRE(peaks.size() == 4); // V1, V2, V3 and the strip below them, at the same place
    for (const double x : peaks) {
        CHECK(x == Approx(peaks.front()).margin(1e-9));
    }
}

TEST_CASE("a recording too short for a sequence has its start in every column") {
    const RecordingCanvas canvas = drawn(twelve_lead_recording(4));

    CHECK(canvas.traces().size() == 13);
    CHECK(canvas.says("simultaneous"));
    CHECK_FALSE(canvas.says("sequential"));
    const auto strip = canvas.traces().back().points;
    CHECK(strip.back().x - strip.front().x == Approx(25.0 * 4 - 0.05).margin(1e-9));
}

TEST_CASE("the page says how much of a longer recording it shows") {
    CHECK(drawn(twelve_lead_recording(60, 100)).says("10 of 60 s shown"));
    CHECK(drawn(twelve_lead_recording(300, 100)).says("10 s of 5 min shown"));
    CHECK_FALSE(drawn(twelve_lead_recording(10)).says("shown"));
    CHECK_FALSE(drawn(twelve_lead_recording(9.2)).says("shown"));
}

TEST_CASE("a missing sample breaks the line and nothing is drawn across it") {
    Recording recording = with_step(0, 0, 0);
    std::fill(recording.leads[0].samples.begin() + 400, recording.leads[0].samples.begin() + 500,
              missing_sample);

    const auto traces = drawn(recording).traces();

    REQUIRE(traces.size() == 14);
    CHECK(traces[0].points.size() == 400);
    CHECK(traces[1].points.front().x - traces[0].points.back().x ==
          Approx(101 * 0.05).margin(1e-9));
}

TEST_CASE("a sample between two missing ones is still drawn") {
    Recording recording = with_step(0, 0, 0);
    recording.leads[0].samples[10] = missing_sample;
    recording.leads[0].samples[12] = missing_sample;

    const auto traces = drawn(recording).traces();

    CHECK(traces[1].points.size() == 1);
}

TEST_CASE("missing, lost and detached leads are told apart") {
    Recording recording = twelve_lead_recording();
    recording.leads.erase(recording.leads.begin() + 8); // V3
    std::fill(recording.leads[4].samples.begin(), recording.leads[4].samples.end(), missing_sample);
    recording.electrodes_off = {"V5"};

    const RecordingCanvas canvas = drawn(recording);

    CHECK(canvas.texts_of("not recorded").size() == 1);
    CHECK(canvas.texts_of("signal missing").size() == 1);
    CHECK(canvas.texts_of("electrode off").size() == 1);
}

TEST_CASE("a bad lead is marked with the reason") {
    Analysis analysis = example_analysis();
    analysis.quality = {{"V2", Verdict::bad, {"flat"}, 0, {}},
                        {"V3", Verdict::fair, {"muscle"}, 0, {}}};
    RecordingCanvas canvas;

    draw_pages(canvas, twelve_lead_recording(), &analysis, {});

    CHECK(canvas.texts_of("poor signal: flat").size() == 1);
    CHECK_FALSE(canvas.says("muscle"));
}

TEST_CASE("a trace that leaves its row is cut there and marked") {
    const RecordingCanvas tall = drawn(with_step(9.0, 100, 110));
    const RecordingCanvas low = drawn(with_step(2.0, 100, 110));

    CHECK(tall.fills.size() == 4); // I, II, III and the rhythm strip
    CHECK(tall.says("trace cut"));
    CHECK(low.fills.empty());
    CHECK_FALSE(low.says("trace cut"));
    for (const auto& trace : tall.traces()) {
        CHECK(highest_y(trace.points) >= 60 - 1e-9);
        CHECK(lowest_y(trace.points) <= 195 + 1e-9);
    }
}

TEST_CASE("absurd values do no harm") {
    Recording recording = with_step(0, 0, 0);
    recording.leads[0].samples[10] = 1e308;
    recording.leads[0].samples[11] = -1e308;
    recording.leads[0].samples[12] = std::numeric_limits<double>::infinity();

    for (const auto& trace : drawn(recording).traces()) {
        for (const Point& point : trace.points) {
            CHECK(std::isfinite(point.x));
            CHECK(std::isfinite(point.y));
        }
    }
}

TEST_CASE("a label makes way for a wave that stands in its place") {
    const auto label_of = [](const RecordingCanvas& canvas) {
        return canvas.texts_of("I").front().at;
    };

    const Point usual = label_of(drawn(with_step(0, 0, 0)));
    const Point lifted = label_of(drawn(with_step(1.5, 50, 60)));
    const Point too_tall = label_of(drawn(with_step(2.9, 50, 60)));

    CHECK(lifted.x == usual.x);
    CHECK(usual.y - lifted.y == Approx(5.5).margin(1e-9));
    CHECK(too_tall.x > usual.x);
    CHECK(too_tall.y == usual.y);
}

TEST_CASE("a constant level moves no trace off its row") {
    Recording recording = twelve_lead_recording();
    const auto plain = drawn(recording).traces();
    for (LeadSignal& lead : recording.leads) {
        for (double& sample : lead.samples) {
            sample += 40;
        }
    }

    const auto shifted = drawn(recording).traces();

    REQUIRE(shifted.size() == plain.size());
    CHECK(shifted[3].points[70].y == Approx(plain[3].points[70].y).margin(1e-6));
}

TEST_CASE("few leads are drawn in rows of the whole width") {
    SECTION("one lead goes on for as long as four rows hold") {
        const RecordingCanvas canvas = drawn(example_recording({"ECG"}, 60, 300));

        CHECK(canvas.traces().size() == 4);
        CHECK(canvas.texts_of("ECG").size() == 4);
        CHECK(canvas.says("from 30 s"));
        CHECK(canvas.says("40 of 60 s shown"));
    }
    SECTION("two leads alternate") {
        const RecordingCanvas canvas = drawn(example_recording({"MLII", "V1"}, 20, 360));

        CHECK(canvas.traces().size() == 4);
        CHECK(canvas.texts_of("MLII").size() == 2);
    }
    SECTION("a short recording has one row") {
        const RecordingCanvas canvas = drawn(example_recording({"I"}, 3, 500));

        CHECK(canvas.traces().size() == 1);
        CHECK(canvas.pulses().size() == 1);
    }
    SECTION("more leads than rows are named") {
        const RecordingCanvas canvas =
            drawn(example_recording({"a", "b", "c", "d", "e", "f", "g", "h", "k"}, 10, 250));

        CHECK(canvas.traces().size() == 8);
        CHECK(canvas.says("not shown: k"));
    }
}

TEST_CASE("the rhythm strip falls back to a lead that was recorded") {
    Recording recording = twelve_lead_recording();
    recording.leads.erase(recording.leads.begin() + 1);

    CHECK(drawn(recording).says("rhythm strip V1\n"));
}

TEST_CASE("nothing to draw is bad data, and a wrong scale is wrong usage") {
    const auto kind_of = [](const Recording& recording, const ReportSettings& settings) {
        try {
            drawn(recording, settings);
        } catch (const Error& error) {
            return error.kind();
        }
        return ErrorKind::interrupted;
    };
    Recording empty;
    empty.info.source = "empty.jsonl";
    ReportSettings fast;
    fast.speed_mm_per_s = 100;
    ReportSettings high;
    high.gain_mm_per_mv = 11;

    CHECK(kind_of(empty, {}) == ErrorKind::data);
    CHECK(kind_of(twelve_lead_recording(), fast) == ErrorKind::usage);
    CHECK(kind_of(twelve_lead_recording(), high) == ErrorKind::usage);
    CHECK_THROWS_WITH(drawn(empty), "empty.jsonl: has no sample to draw");
}
