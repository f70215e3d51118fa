#include "example_recording.hpp"
#include "page_checks.hpp"
#include "recording_canvas.hpp"
#include "report/layout_table.hpp"
#include "report/pages.hpp"
#include "support/catch.hpp"

#include <limits>
#include <map>

using namespace ecg;
using namespace ecg::report;
using namespace ecg::report::test;

namespace {

constexpr std::array layouts{Layout::three_by_four_one, Layout::three_by_four_three,
                             Layout::six_by_two,        Layout::six_by_two_one,
                             Layout::twelve_by_one,     Layout::four_by_three};
constexpr std::array papers{Paper::a4, Paper::letter};
constexpr std::array orientations{Orientation::landscape, Orientation::portrait};
constexpr std::array gains{5.0, 10.0, 20.0};
constexpr std::array speeds{12.5, 25.0, 50.0};

/// Calls check with the settings of every page that can be asked for, named in the test's output.
template <typename Check> void for_each_page(Check check) {
    ReportSettings settings;
    settings.program = "ecg-tools 9.8.7";
    for (const Layout layout : layouts) {
        for (const Paper paper : papers) {
            for (const Orientation orientation : orientations) {
                for (const double gain : gains) {
                    settings.layouts = {layout};
                    settings.paper = paper;
                    settings.orientation = orientation;
                    settings.gain_mm_per_mv = gain;
                    INFO(table_of(layout).name
                         << (paper == Paper::a4 ? " A4 " : " Letter ")
                         << (orientation == Orientation::portrait ? "upright " : "wide ") << gain
                         << " mm/mV");
                    check(settings);
                }
            }
        }
    }
}

RecordingCanvas drawn(const Recording& recording, const ReportSettings& settings) {
    const Analysis analysis = example_analysis();
    RecordingCanvas canvas;
    draw_pages(canvas, recording, &analysis, settings);
    return canvas;
}

std::vector<RecordingCanvas::Words> labels_of(const RecordingCanvas& canvas) {
    std::vector<RecordingCanvas::Words> labels;
    std::copy_if(canvas.texts.begin(), canvas.texts.end(), std::back_inserter(labels),
                 [](const auto& words) { return words.style.size == style::lead.size; });
    return labels;
}

/// Zero, but 0.5 mV from 0.2 s on and before 1.2 s.
Recording with_step() {
    Recording recording = twelve_lead_recording(20);
    for (LeadSignal& lead : recording.leads) {
        std::fill(lead.samples.begin(), lead.samples.end(), 0.0);
        std::fill(lead.samples.begin() + 100, lead.samples.begin() + 600, 0.5);
    }
    return recording;
}

} // namespace

TEST_CASE("every layout has each lead once, and its strips") {
    for_each_page([](const ReportSettings& settings) {
        std::map<std::string, int> count;
        for (const auto& label : labels_of(drawn(twelve_lead_recording(20), settings))) {
            ++count[label.text];
        }

        const std::size_t strips = table_of(settings.layouts.front()).strips;
        std::map<std::string, int> wanted;
        for (const std::string& name : twelve_leads()) {
            wanted[name] = 1;
        }
        wanted["II"] += strips >= 1 ? 1 : 0;
        wanted["V1"] += strips == 3 ? 1 : 0;
        wanted["V5"] += strips == 3 ? 1 : 0;
        CHECK(count == wanted);
    });
}

TEST_CASE("the cells of a table hold the twelve leads, each once") {
    for (const Layout layout : layouts) {
        const LayoutTable& table = table_of(layout);
        INFO(table.name);
        CHECK(layout_named(table.name) == layout);
        CHECK(table.rows * table.columns == 12);
        std::map<std::pair<std::size_t, std::size_t>, int> taken;
        for (std::size_t n = 0; n < 12; ++n) {
            const Cell cell = cell_of(table, n);
            CHECK(cell.row < table.rows);
            CHECK(cell.column < table.columns);
            ++taken[{cell.row, cell.column}];
        }
        CHECK(taken.size() == 12);
    }
    CHECK_FALSE(layout_named("5x5"));
}

TEST_CASE("a millivolt and a second are as long as the page says, in every layout") {
    for_each_page([](const ReportSettings& given) {
        ReportSettings settings = given;
        for (const double speed : speeds) {
            settings.speed_mm_per_s = speed;
            settings.columns = Columns::simultaneous;
            const RecordingCanvas canvas = drawn(with_step(), settings);
            const double gain = settings.gain_mm_per_mv;

            const std::size_t rows =
                table_of(settings.layouts.front()).rows + table_of(settings.layouts.front()).strips;
            REQUIRE(canvas.pulses().size() == rows);
            for (const auto& pulse : canvas.pulses()) {
                CHECK(pulse.points[1].y - pulse.points[2].y == Approx(gain).margin(0.01));
                CHECK(pulse.points[3].x - pulse.points[2].x == Approx(0.2 * speed).margin(0.01));
            }
            REQUIRE(canvas.traces().size() == 12 + table_of(settings.layouts.front()).strips);
            for (const auto& trace : canvas.traces()) {
                const auto& points = trace.points;
                CHECK(points[99].y - points[100].y == Approx(0.5 * gain).margin(0.01));
                if (points.size() > 600) {
                    CHECK(points[600].x - points[100].x == Approx(speed).margin(0.01));
                }
            }
        }
    });
}

TEST_CASE("nothing leaves the page, and no words lie on others or on a line") {
    Recording recording = twelve_lead_recording(20);
    for_each_page([&](const ReportSettings& settings) {
        const RecordingCanvas canvas = drawn(recording, settings);

        check_on_paper(canvas);
        check_words_apart(canvas);
    });
}

TEST_CASE("at a low rate no words lie on others either") {
    for_each_page([](const ReportSettings& settings) {
        const RecordingCanvas canvas = drawn(twelve_lead_recording(20, 80), settings);

        check_on_paper(canvas);
        check_words_apart(canvas);
        CHECK(canvas.says("80 Hz: monitoring bandwidth"));
    });
}

TEST_CASE("a standing page has less time in a row, at the same speed") {
    ReportSettings settings;
    settings.layouts = {Layout::four_by_three};
    const RecordingCanvas canvas = drawn(twelve_lead_recording(20), settings);

    CHECK(canvas.pages.front().height > canvas.pages.front().width);
    CHECK(canvas.says("4 × 3 leads, sequential, 2.4 s each · 7.2 of 20 s shown"));
    CHECK(labels_of(canvas).front().text == "I");
    CHECK(labels_of(canvas)[1].text == "II");
}

TEST_CASE("chest leads have their own gain, and the row a pulse of each") {
    ReportSettings settings;
    settings.chest_gain_mm_per_mv = 5;
    const RecordingCanvas canvas = drawn(with_step(), settings);

    REQUIRE(canvas.pulses().size() == 7); // the rhythm strip has no chest lead
    for (std::size_t row = 0; row < 3; ++row) {
        const std::vector<Point> limb = canvas.pulses()[2 * row].points;
        const std::vector<Point> chest = canvas.pulses()[2 * row + 1].points;
        CHECK(limb[1].y - limb[2].y == Approx(10));
        CHECK(chest[1].y - chest[2].y == Approx(5));
        CHECK(limb.back().x <= chest.front().x + 1e-9);
    }
    CHECK(canvas.texts_of("5 mm/mV").size() == 6);
    CHECK(canvas.says("10 mm/mV, chest leads 5 mm/mV"));
}

TEST_CASE("twelve rows go over more pages where they would be too low, never at a lower gain") {
    ReportSettings settings;
    settings.layouts = {Layout::twelve_by_one};
    const auto pages_at = [&](double gain, double chest_gain, Orientation orientation) {
        settings.gain_mm_per_mv = gain;
        settings.chest_gain_mm_per_mv = chest_gain;
        settings.orientation = orientation;
        const RecordingCanvas canvas = drawn(twelve_lead_recording(20), settings);
        std::vector<std::string> names;
        for (const auto& label : labels_of(canvas)) {
            names.push_back(label.text);
        }
        CHECK(names == twelve_leads());
        const auto pulses = canvas.pulses();
        REQUIRE(pulses.size() == 12);
        for (std::size_t i = 0; i < 12; ++i) {
            const std::vector<Point>& pulse = pulses[i].points;
            CHECK(pulse[1].y - pulse[2].y == Approx(i < 6 ? gain : chest_gain));
        }
        CHECK(canvas.says("12 × 1 leads on ") == (canvas.pages.size() > 1));
        check_on_paper(canvas);
        return canvas.pages.size();
    };

    CHECK(pages_at(5, 5, Orientation::landscape) == 1);   // rows of 10 mm
    CHECK(pages_at(10, 10, Orientation::landscape) == 2); // of 20 mm
    CHECK(pages_at(5, 10, Orientation::landscape) == 2);
    CHECK(pages_at(20, 20, Orientation::landscape) == 3); // of 30 mm
    CHECK(pages_at(10, 10, Orientation::portrait) == 1);  // of 15 mm
    CHECK(pages_at(20, 20, Orientation::portrait) == 2);  // of 30 mm
}

TEST_CASE("each page of twelve rows has the numbers and the verdict, its first the findings") {
    ReportSettings settings;
    settings.layouts = {Layout::twelve_by_one, Layout::six_by_two};
    const RecordingCanvas canvas = drawn(twelve_lead_recording(20), settings);

    REQUIRE(canvas.pages.size() == 3);
    CHECK(canvas.texts_of("UNCONFIRMED").size() == 3);
    CHECK(canvas.texts_of("PR").size() == 3);
    const std::size_t findings = example_analysis().findings.size();
    const auto note = canvas.texts_of(std::to_string(findings) + " findings on page 1");
    REQUIRE(note.size() == 1);
    CHECK(note.front().page == 2);
    for (const auto& label : labels_of(canvas)) {
        const bool second = label.text.starts_with("V");
        CHECK((label.page == 3 || label.page == (second ? 2U : 1U)));
    }
}

TEST_CASE("in Cabrera order aVR is turned over and says so") {
    ReportSettings settings;
    settings.layouts = {Layout::twelve_by_one};
    settings.lead_order = LeadOrder::cabrera;
    const RecordingCanvas canvas = drawn(with_step(), settings);

    std::vector<std::string> names;
    for (const auto& label : labels_of(canvas)) {
        names.push_back(label.text);
    }
    CHECK(names == std::vector<std::string>{"aVL", "I", "−aVR", "II", "aVF", "III", "V1", "V2",
                                            "V3", "V4", "V5", "V6"});
    CHECK(canvas.says("in Cabrera order"));
    const std::vector<Point> inverted = canvas.traces()[2].points;
    CHECK(inverted[100].y - inverted[99].y == Approx(5).margin(1e-9));
    const std::vector<Point> upright = canvas.traces()[1].points;
    CHECK(upright[100].y - upright[99].y == Approx(-5).margin(1e-9));
}

TEST_CASE("columns are of the same time when asked for, and the page says which") {
    ReportSettings settings;
    settings.columns = Columns::simultaneous;
    const RecordingCanvas together = drawn(with_step(), settings);
    settings.columns = Columns::sequential;
    const RecordingCanvas in_turn = drawn(twelve_lead_recording(4), settings);

    CHECK(together.says("simultaneous, 2.5 s each"));
    CHECK(together.traces()[3].points[99].y - together.traces()[3].points[100].y == Approx(5));
    CHECK(in_turn.says("sequential"));
    CHECK(in_turn.texts_of("recording ended").size() == 6); // of columns three and four
}

TEST_CASE("the grid is grey or left out when asked for") {
    const auto pens = [](GridColour colour) {
        ReportSettings settings;
        settings.grid = colour;
        std::size_t pink = 0;
        std::size_t grey = 0;
        for (const auto& line : drawn(twelve_lead_recording(), settings).single_lines) {
            pink += line.pen.colour == style::heavy_grid.colour ? 1 : 0;
            grey += line.pen.colour == style::heavy_grey_grid.colour ? 1 : 0;
        }
        return std::pair{pink > 0, grey > 0};
    };

    CHECK(pens(GridColour::pink) == std::pair{true, false});
    CHECK(pens(GridColour::grey) == std::pair{false, true});
    CHECK(pens(GridColour::none) == std::pair{false, false});
}

TEST_CASE("one lead, three leads and none attached make a page in every layout") {
    Recording silent = twelve_lead_recording();
    for (LeadSignal& lead : silent.leads) {
        std::fill(lead.samples.begin(), lead.samples.end(),
                  std::numeric_limits<double>::quiet_NaN());
        silent.electrodes_off.push_back(lead.name);
    }
    for_each_page([&](const ReportSettings& settings) {
        for (const Recording& recording : {example_recording({"I"}, 30, 250),
                                           example_recording({"I", "II", "III"}, 5, 250), silent}) {
            const RecordingCanvas canvas = drawn(recording, settings);
            check_on_paper(canvas);
            check_words_apart(canvas);
        }
    });
    const RecordingCanvas canvas = drawn(silent, {});
    CHECK(canvas.traces().empty());
    CHECK(canvas.texts_of("electrode off").size() == 13);
    CHECK(canvas.says("no signal in any lead"));
}

TEST_CASE("what is said of a lead stands clear of its waves where rows leave the room") {
    Recording recording = twelve_lead_recording(20);
    recording.electrodes_off = {"I", "II", "aVF", "V4"};
    for_each_page(
        [&](const ReportSettings& settings) { check_words_apart(drawn(recording, settings)); });
}

TEST_CASE("two gains at 50 mm/s stand in one pulse with a step, in any row with both") {
    ReportSettings settings;
    settings.speed_mm_per_s = 50;
    settings.chest_gain_mm_per_mv = 5;
    const RecordingCanvas canvas = drawn(twelve_lead_recording(20), settings);

    std::size_t stepped = 0;
    for (const auto& line : canvas.polylines) {
        if (line.points.size() != 8) {
            continue;
        }
        ++stepped;
        const auto& p = line.points;
        CHECK(p[1].y - p[2].y == Approx(10).margin(1e-9));
        CHECK(p[3].x - p[2].x == Approx(5).margin(1e-9));
        CHECK(p[1].y - p[4].y == Approx(5).margin(1e-9));
        CHECK(p[5].x - p[4].x == Approx(5).margin(1e-9));
    }
    CHECK(stepped == 3);
    CHECK(canvas.pulses().size() == 1); // of the rhythm strip
    check_words_apart(canvas);
}

TEST_CASE("several layouts follow each other, page after page") {
    ReportSettings settings;
    settings.layouts = {Layout::six_by_two, Layout::four_by_three};

    const RecordingCanvas canvas = drawn(twelve_lead_recording(), settings);

    REQUIRE(canvas.pages.size() == 2);
    CHECK(canvas.pages[0].width > canvas.pages[0].height);
    CHECK(canvas.pages[1].width < canvas.pages[1].height);
    CHECK(canvas.says("age 2 of 2"));
}

TEST_CASE("a note that finds no room beside its lead's name says whose it is") {
    Recording recording = twelve_lead_recording(20);
    recording.electrodes_off = {"aVF"};
    for (LeadSignal& lead : recording.leads) {
        for (double& sample : lead.samples) {
            sample *= 4; // no number of pages has room for it
        }
    }
    ReportSettings settings;
    settings.layouts = {Layout::twelve_by_one};
    settings.gain_mm_per_mv = 20;

    const RecordingCanvas canvas = drawn(recording, settings);

    CHECK(canvas.texts_of("aVF: electrode off").size() == 1);
    CHECK(canvas.texts_of("electrode off").empty());
}
