#include "common/error.hpp"
#include "example_recording.hpp"
#include "report/comparison_head.hpp"
#include "report/comparison_page.hpp"
#include "support/catch.hpp"
#include "tidy_page.hpp"

using namespace ecg;
using namespace ecg::report;
using namespace ecg::report::test;
using namespace std::chrono_literals;

namespace {

/// Two recordings of one person, 30 days apart.
struct Pair {
    Recording first = twelve_lead_recording();
    Recording second = twelve_lead_recording();
    Analysis earlier = example_analysis();
    Analysis later = example_analysis();

    Pair() {
        second.info.start->milliseconds += std::int64_t{30} * 86'400'000;
        for (Analysis* analysis : {&earlier, &later}) {
            analysis->measurements.pr_uncertainty = 3ms;
            analysis->measurements.qrs_uncertainty = 4ms;
            for (const std::string& name : twelve_leads()) {
                LeadMeasurements lead;
                lead.lead = name;
                lead.st_60 = Millivolts{-0.02};
                lead.st_uncertainty = Millivolts{0.01};
                analysis->measurements.leads.push_back(lead);
            }
        }
    }

    [[nodiscard]] RecordingCanvas drawn(ReportSettings settings = {}) const {
        RecordingCanvas canvas;
        settings.program = "ecg-tools 9.8.7";
        draw_comparison(canvas, {{first, earlier}, {second, later}}, settings);
        return canvas;
    }
};

template <class Check> void on_every_page(Check check) {
    for (const Paper paper : {Paper::a4, Paper::letter}) {
        for (const Orientation orientation : {Orientation::landscape, Orientation::portrait}) {
            for (const double gain : {5.0, 10.0, 20.0}) {
                for (const double speed : {12.5, 25.0, 50.0}) {
                    INFO((paper == Paper::a4 ? "A4" : "Letter")
                         << (orientation == Orientation::portrait ? " upright " : " wide ") << gain
                         << " mm/mV " << speed << " mm/s");
                    ReportSettings settings;
                    settings.paper = paper;
                    settings.orientation = orientation;
                    settings.gain_mm_per_mv = gain;
                    settings.speed_mm_per_s = speed;
                    check(settings);
                }
            }
        }
    }
}

} // namespace

TEST_CASE("both halves have the same true gain and speed, and a pulse for each row") {
    const Pair pair;
    on_every_page([&](const ReportSettings& settings) {
        const RecordingCanvas canvas = pair.drawn(settings);
        const double middle = canvas.pages[0].width / 2;
        const auto pulses = canvas.pulses();
        REQUIRE(pulses.size() % 2 == 0);
        REQUIRE(pulses.size() >= 12);
        const auto left = std::count_if(pulses.begin(), pulses.end(), [&](const auto& pulse) {
            return pulse.points[0].x < middle;
        });
        CHECK(2 * static_cast<std::size_t>(left) == pulses.size());
        for (const auto& pulse : pulses) {
            CHECK(pulse.points[1].y - pulse.points[2].y == Approx(settings.gain_mm_per_mv));
            CHECK(pulse.points[3].x - pulse.points[2].x == Approx(0.2 * settings.speed_mm_per_s));
        }
        check_tidy(canvas);
    });
}

TEST_CASE("both halves draw as much of a lead, at the same height and as far from their edge") {
    const Pair pair;
    on_every_page([&](const ReportSettings& settings) {
        const auto traces = pair.drawn(settings).traces();
        REQUIRE(traces.size() % 2 == 0);
        const std::size_t half = traces.size() / 2;
        const double across = traces[half].points[0].x - traces[0].points[0].x;
        for (std::size_t i = 0; i < half; ++i) {
            const auto& left = traces[i].points;
            const auto& right = traces[i + half].points;
            REQUIRE(left.size() == right.size());
            const bool alike = std::equal(
                left.begin(), left.end(), right.begin(), [&](const Point& a, const Point& b) {
                    return std::abs(b.x - a.x - across) < 1e-9 && std::abs(b.y - a.y) < 1e-9;
                });
            CHECK(alike);
        }
    });
}

TEST_CASE("one tall lead has room above its first row") {
    Pair pair;
    pair.first = pair.second = example_recording({"II"}, 10, 500);
    for (Recording* recording : {&pair.first, &pair.second}) {
        for (double& sample : recording->leads[0].samples) {
            sample *= 2.9; // R of 1.9 mV
        }
    }

    CHECK_FALSE(pair.drawn().says("trace cut"));
}

TEST_CASE("the page says who, when, how far apart, and what differs with sign, unit and mark") {
    Pair pair;
    pair.later.measurements.pr = 232ms;      // 8 ms, twice the uncertainty of 4.2 ms is 8.5 ms
    pair.later.measurements.qrs = 82ms;      // 12 ms, twice the uncertainty of 5.7 ms is 11.3 ms
    pair.later.measurements.heart_rate = {}; // not measurable
    pair.later.measurements.absences = {{"heart_rate_bpm", "no RR interval"}};
    pair.later.measurements.leads[7].st_60 = Millivolts{0.10}; // V2
    pair.later.findings.erase(pair.later.findings.begin() + 1);
    pair.later.findings.push_back(finding("Atrial flutter", "regular waves", Severity::abnormal));

    const RecordingCanvas canvas = pair.drawn();

    for (const char* words : {"Testa Musterfrau",
                              "ID T-0042 · 63 years · female",
                              "Comparison of two ECGs",
                              "30 days between them",
                              "Both at 25 mm/s and 10 mm/mV",
                              "EARLIER · 2025-01-08 12:34:56 UTC",
                              "LATER · 2025-02-07 12:34:56 UTC",
                              "+8 ms",
                              "± 4.2",
                              "−12 ms",
                              "± 5.7",
                              "+0.12 mV",
                              "± 0.014",
                              "no RR interval",
                              "0°",
                              "Atrial flutter",
                              "regular waves",
                              "new",
                              "Left axis deviation",
                              "gone",
                              "still",
                              "UNCONFIRMED"}) {
        INFO(words);
        CHECK(canvas.says(words));
    }
    CHECK(canvas.texts_of("●").size() == 1);  // PR
    CHECK(canvas.texts_of("●●").size() == 2); // QRS and V2
    CHECK(canvas.texts_of("–").size() == 3);  // the rate, and P duration in both
    CHECK_FALSE(canvas.says("NOT ALIKE"));
    CHECK(canvas.pages.size() == 1);
    check_tidy(canvas);
}

TEST_CASE("an ECG beside itself has neither marks nor news on its page") {
    Pair pair;
    pair.second = pair.first;

    const RecordingCanvas canvas = pair.drawn();

    CHECK(canvas.texts_of("●").empty());
    CHECK(canvas.texts_of("●●").empty());
    CHECK(canvas.texts_of("new").empty());
    CHECK(canvas.texts_of("gone").empty());
    CHECK(canvas.texts_of("still").size() == pair.later.findings.size());
    CHECK(canvas.says("Begun at the same time"));
}

TEST_CASE("two people, and people who may be two, stand in red above the page") {
    Pair pair;
    pair.second.info.patient.id = "T-0043";
    RecordingCanvas canvas = pair.drawn();
    REQUIRE(canvas.texts_of("TWO DIFFERENT PATIENTS: the IDs differ").size() == 1);
    CHECK(canvas.texts_of("TWO DIFFERENT PATIENTS: the IDs differ")[0].style.colour ==
          style::alarm);
    CHECK(canvas.says("Earlier: Testa Musterfrau · ID T-0042"));
    CHECK(canvas.says("Later: Testa Musterfrau · ID T-0043"));

    pair.second.info.patient = {};
    canvas = pair.drawn();
    INFO(canvas.all_text());
    CHECK(canvas.says("NOT KNOWN TO BE ONE PATIENT: the later one has neither ID nor name"));
    check_tidy(canvas);
}

TEST_CASE("what was not measured alike is said, and so is a low rate") {
    Pair pair;
    pair.second = example_recording({"II"}, 10, 80);
    pair.later.filters.powerline.reset();

    const RecordingCanvas canvas = pair.drawn();

    CHECK(canvas.says("sampling rate 500 Hz / 80 Hz · mains removed 50 Hz / none"));
    CHECK(canvas.says("80 Hz: monitoring bandwidth"));
    CHECK(canvas.texts_of("not recorded").size() == 11);
    CHECK(canvas.traces().size() == 13);
    check_tidy(canvas);
}

TEST_CASE("one lead goes on in further rows") {
    Pair pair;
    pair.first = example_recording({"ECG"}, 10, 500);
    pair.second = example_recording({"ECG"}, 30, 500);
    for (Analysis* analysis : {&pair.earlier, &pair.later}) {
        analysis->findings.clear();
        analysis->measurements.leads.clear();
    }

    const RecordingCanvas canvas = pair.drawn();

    CHECK(canvas.pulses().size() == 8);
    CHECK(canvas.texts_of("recording ended").size() == 1);
    CHECK(canvas.says("No automated finding in either"));
    CHECK(canvas.says("No lead has an ST level in both"));
    check_tidy(canvas);
}

TEST_CASE("longest names and more findings than a page holds keep their place") {
    Pair pair;
    pair.first = pair.second = with_long_names();
    for (Recording* recording : {&pair.first, &pair.second}) {
        recording->info.device.gain_source = "assumed";
    }
    pair.first.info.patient.id += "-other";
    pair.earlier.findings = many_findings(12);
    pair.later.findings = many_findings(40);
    pair.later.findings[20].critical = true;
    for (Analysis* analysis : {&pair.earlier, &pair.later}) {
        analysis->complete = false;
        analysis->electrodes = {{"LA", ElectrodeState::off}, {"V3", ElectrodeState::off}};
        analysis->measurements.pr.reset();
    }
    pair.earlier.criteria = "1";
    pair.later.filters.low_pass = Hertz{40};
    pair.later.filters.powerline.reset();
    pair.later.measurements.absences = {{"pr_ms", "no P wave before any of the beats of it"}};

    on_every_page([&](const ReportSettings& settings) {
        const RecordingCanvas canvas = pair.drawn(settings);
        CHECK(canvas.pages.size() > 1);
        CHECK(canvas.texts_of("new").size() == 28);
        CHECK(canvas.texts_of("gone").empty());
        CHECK(canvas.texts_of("still").size() == 12);
        CHECK(canvas.says(" on page 2"));
        check_tidy(canvas);
    });
}

TEST_CASE("more leads than a half holds are named") {
    Pair pair;
    for (const char* name : {"V7", "V8", "V9"}) {
        pair.second.leads.push_back(pair.second.leads.back());
        pair.second.leads.back().name = name;
        pair.second.leads.back().lead.reset();
    }

    const RecordingCanvas canvas = pair.drawn();

    CHECK(canvas.says("not shown: V7,"));
    CHECK(canvas.says("V9"));
    check_tidy(canvas);
}

TEST_CASE("the time between two ECGs is told in the greatest unit that holds two of it") {
    const UtcTime start{0};
    const auto words = [&](double seconds) {
        return between_words(start, later(start, Seconds{seconds}));
    };
    CHECK(words(0) == "Begun at the same time");
    CHECK(words(90) == "90 s between them");
    CHECK(words(150) == "2 min between them");
    CHECK(words(86'400) == "24 h between them");
    CHECK(words(12 * 86'400) == "12 days between them");
    CHECK(words(1096 * 86'400.0) == "1096 days (3 years) between them");
    CHECK(between_words(start, {}) == "Time between them not known");
}

TEST_CASE("a comparison is refused as a page is") {
    Pair pair;
    ReportSettings settings;
    settings.gain_mm_per_mv = 7;
    CHECK_THROWS_AS(pair.drawn(settings), Error);
    pair.second.leads.clear();
    CHECK_THROWS_AS(pair.drawn(), Error);
}
