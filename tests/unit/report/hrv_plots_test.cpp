#include "recording_canvas.hpp"
#include "report/curve_style.hpp"
#include "report/hrv_rows.hpp"
#include "report/poincare_plot.hpp"
#include "report/spectrum_plot.hpp"
#include "support/catch.hpp"
#include "trend_recording.hpp"

#include <set>

using namespace ecg;
using namespace ecg::report;
using namespace ecg::report::test;

namespace {

constexpr Box box{40, 50, 80, 80};

RecordingCanvas poincare_of(const Analysis& analysis) {
    RecordingCanvas canvas;
    canvas.begin_page(297, 210);
    draw_poincare(canvas, box, analysis);
    return canvas;
}

/// The dots, from the first drawn to the last.
std::vector<Point> dots_of(const RecordingCanvas& canvas) {
    std::vector<Point> dots;
    for (const auto& line : canvas.single_lines) {
        if (line.pen.width == 0.4) {
            dots.push_back(line.points.front());
        }
    }
    return dots;
}

/// Where the axes of a square plot have a value, by the numbers at their ticks.
struct Scales {
    double x0, y0, mm;

    Scales(const RecordingCanvas& canvas, int low, int high) {
        const auto at = [&](int value) { return canvas.texts_of(std::to_string(value)); };
        REQUIRE(at(low).size() == 2);
        REQUIRE(at(high).size() == 2);
        const auto middle = [](const auto& words) { return words.at.x + words.width / 2; };
        mm = (middle(at(high)[1]) - middle(at(low)[1])) / (high - low);
        x0 = middle(at(low)[1]) - mm * low;
        y0 = at(low)[0].at.y - 0.8 + mm * low;
    }

    [[nodiscard]] Point at(double first, double second) const {
        return {x0 + mm * first, y0 - mm * second};
    }
};

void check_at(const Point& found, const Point& wanted) {
    CHECK(found.x == Approx(wanted.x).margin(0.01));
    CHECK(found.y == Approx(wanted.y).margin(0.01));
}

Analysis with_spectrum(double seconds) {
    Analysis analysis = beats_apart(std::vector<double>(100, 1000));
    HeartRateVariability& hrv = analysis.measurements.hrv;
    HrvSpectrum spectrum{Hertz{1 / seconds}, {}, {}};
    for (int k = 0; k < static_cast<int>(0.4 * seconds); ++k) {
        spectrum.welch.push_back(100.0 + 3 * k);
        spectrum.lomb_scargle.push_back(50.0);
    }
    const auto power = [&](double from, double to) {
        double sum = 0;
        for (std::size_t k = 0; k < spectrum.welch.size(); ++k) {
            const double f = static_cast<double>(k) * spectrum.step.value;
            sum += f >= from && f < to ? spectrum.welch[k] * spectrum.step.value : 0;
        }
        return sum;
    };
    hrv.welch.vlf = power(0.003, 0.04);
    hrv.welch.lf = power(0.04, 0.15);
    hrv.welch.hf = power(0.15, 0.40);
    hrv.spectrum = spectrum;
    return analysis;
}

double area_of(const std::vector<Point>& points) {
    double twice = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const Point& a = points[i];
        const Point& b = points[(i + 1) % points.size()];
        twice += a.x * b.y - b.x * a.y;
    }
    return std::abs(twice) / 2;
}

} // namespace

TEST_CASE("a pair of intervals is a dot at the first and the second length") {
    const RecordingCanvas canvas = poincare_of(beats_apart({800, 1000, 1000, 600}));
    const Scales scales{canvas, 600, 1000};

    const std::vector<Point> dots = dots_of(canvas);
    REQUIRE(dots.size() == 3);
    check_at(dots[0], scales.at(800, 1000));
    check_at(dots[1], scales.at(1000, 1000));
    check_at(dots[2], scales.at(1000, 600));
}

TEST_CASE("no pair leads across a gap, and pairs with an interval left out are pale") {
    Analysis analysis = beats_apart({800, 900, 1000, 700, 800, 900});
    analysis.beats[3].after_gap = true;
    analysis.measurements.hrv.left_out = {{3, LeftOut::missing}, {5, LeftOut::ectopic}};

    const RecordingCanvas canvas = poincare_of(analysis);

    std::set<double> reds;
    for (const auto& line : canvas.single_lines) {
        if (line.pen.width == 0.4) {
            reds.insert(line.pen.colour.red);
        }
    }
    CHECK(dots_of(canvas).size() == 3); // 800 900 | 700 800, 800 900
    CHECK(reds.size() == 2);
    const Scales scales{canvas, 700, 900};
    check_at(dots_of(canvas).back(), scales.at(800, 900)); // the NN pair lies on top
}

TEST_CASE("the ellipse reaches SD2 along the diagonal and SD1 across it") {
    Analysis analysis = beats_apart({800, 1000, 1200, 800, 1000, 1200});
    analysis.measurements.hrv.mean_nn = Milliseconds{1000};
    analysis.measurements.hrv.sd1 = Milliseconds{40};
    analysis.measurements.hrv.sd2 = Milliseconds{120};

    const RecordingCanvas canvas = poincare_of(analysis);
    const Scales scales{canvas, 800, 1200};

    REQUIRE(canvas.polylines.size() == 1);
    const std::vector<Point>& ellipse = canvas.polylines.front().points;
    const double diagonal = std::sqrt(0.5);
    check_at(ellipse[0], scales.at(1000 + 120 * diagonal, 1000 + 120 * diagonal));
    check_at(ellipse[18], scales.at(1000 - 40 * diagonal, 1000 + 40 * diagonal));
    CHECK(poincare_words(analysis) == "SD1 40 ms, SD2 120 ms");
}

TEST_CASE("many pairs are cells, none further from its pairs than half a dot") {
    std::vector<double> rr;
    for (int i = 0; i < 20'000; ++i) {
        rr.push_back(static_cast<double>(700 + (i * 7919LL) % 200));
    }
    const Analysis analysis = beats_apart(rr);

    const RecordingCanvas canvas = poincare_of(analysis);
    const std::vector<Point> cells = dots_of(canvas);

    CHECK(cells.size() < 2000);
    const Scales scales{canvas, 700, 900};
    for (int i = 1; i < 40; ++i) {
        const Point pair = scales.at(rr[i - 1], rr[i]);
        const bool drawn = std::any_of(
            canvas.single_lines.begin(), canvas.single_lines.end(), [&](const auto& line) {
                return line.pen.width == 0.4 && std::abs(line.points[0].y - pair.y) < 0.21 &&
                       pair.x > line.points[0].x - 0.21 && pair.x < line.points[1].x + 0.21;
            });
        CHECK(drawn);
    }
}

TEST_CASE("the area of a band is its power, read by the numbers at the ticks") {
    for (const double seconds : {300.0, 137.0}) {
        const Analysis analysis = with_spectrum(seconds);
        RecordingCanvas canvas;
        canvas.begin_page(297, 210);
        draw_spectrum(canvas, box, analysis);

        const double hertz_mm =
            (canvas.texts_of("0.4").front().at.x - canvas.texts_of("0.1").front().at.x) / 0.3;
        const double density_mm =
            (canvas.texts_of("100").front().at.y - canvas.texts_of("200").front().at.y) / 100;
        const HrvPowers& welch = analysis.measurements.hrv.welch;
        REQUIRE(canvas.fills.size() == 3);
        for (const auto& [band, power] :
             {std::pair{0U, *welch.vlf}, std::pair{1U, *welch.lf}, std::pair{2U, *welch.hf}}) {
            CHECK(area_of(canvas.fills[band].points) / (hertz_mm * density_mm) ==
                  Approx(power).epsilon(0.001));
        }
        CHECK(canvas.texts_of("LF").size() == 1);
    }
}

TEST_CASE("a band that the recording is too short for is not drawn, and no spectrum says why") {
    Analysis analysis = with_spectrum(100);
    analysis.measurements.hrv.welch.vlf = std::nullopt;
    analysis.measurements.hrv.welch.lf = std::nullopt;
    RecordingCanvas canvas;
    canvas.begin_page(297, 210);
    draw_spectrum(canvas, box, analysis);
    CHECK(canvas.fills.size() == 1);
    CHECK(canvas.texts_of("HF").size() == 1);
    CHECK(canvas.texts_of("LF").empty());

    analysis.measurements.hrv = {};
    analysis.measurements.absences = {{"hf_ms2", "NN intervals on end for 9 s < 60 s"}};
    draw_spectrum(canvas, box, analysis);
    CHECK(canvas.says("Not measurable: NN intervals on end"));
}

TEST_CASE("what is withheld is said once, and what was left out by cause") {
    Analysis analysis = beats_apart(std::vector<double>(100, 800));
    HeartRateVariability& hrv = analysis.measurements.hrv;
    hrv.intervals = 60;
    hrv.fibrillating = 30;
    hrv.ectopic = 10;
    hrv.edited_share = 0.4;
    analysis.measurements.absences = {
        {"mean_nn_ms", "30 % of the RR intervals in fibrillation or flutter, more than 20 %"}};

    CHECK(hrv_caution(analysis) ==
          "Withheld: 30 % of the RR intervals in fibrillation or flutter, more than 20 %");
    CHECK(hrv_power_rows(analysis).empty());
    const std::vector<ValueRow> rows = hrv_time_rows(analysis);
    REQUIRE(rows.size() == 2);
    CHECK(rows[1].number == "40");
    CHECK(hrv_left_out_words(hrv) ==
          "Left out: 10 at ectopic beats, 30 in fibrillation or flutter");

    hrv.mean_nn = Milliseconds{800};
    hrv.much_edited = true;
    CHECK(hrv_caution(analysis) == "Much was left out: read with caution");
    CHECK(hrv_time_rows(analysis).size() == 12);
    CHECK(hrv_power_rows(analysis).size() == 6);
}
