#include "report/content_mark.hpp"
#include "report/layout_table.hpp"
#include "report/wording.hpp"
#include "support/catch.hpp"
#include "tidy_page.hpp"

using namespace ecg;
using namespace ecg::report;
using namespace ecg::report::test;

namespace {

constexpr std::array layouts{Layout::three_by_four_one, Layout::three_by_four_three,
                             Layout::six_by_two,        Layout::six_by_two_one,
                             Layout::twelve_by_one,     Layout::four_by_three};

ReportSettings confirmed_by(const std::string& name) {
    ReportSettings settings;
    settings.program = "ecg-tools 9.8.7";
    settings.confirmed = Confirmation{name, {}};
    return settings;
}

} // namespace

TEST_CASE("findings are unconfirmed until somebody stands for them") {
    const Analysis analysis = example_analysis();
    const RecordingCanvas before = page_of(twelve_lead_recording(), &analysis);
    CHECK(before.texts_of("UNCONFIRMED").size() == 1);
    CHECK_FALSE(before.says("Confirmed"));

    RecordingCanvas after;
    draw_pages(after, twelve_lead_recording(), &analysis, confirmed_by("Dr. Ada Beispiel"));

    CHECK(after.texts_of("Confirmed by Dr. Ada Beispiel").size() == 1);
    CHECK(after.says("AUTOMATED FINDINGS (RULE-BASED), CONFIRMED"));
    CHECK_FALSE(after.says("UNCONFIRMED"));
    check_tidy(after);
}

TEST_CASE("the time of a confirmation is printed when it was told") {
    CHECK(status_words({}) == "UNCONFIRMED");
    CHECK(status_words(Confirmation{"Dr. B", {}}) == "Confirmed by Dr. B");
    CHECK(status_words(Confirmation{"Dr. B", parse_utc("2025-01-09T08:00:01Z")}) ==
          "Confirmed by Dr. B · 2025-01-09 08:00:01 UTC");
}

TEST_CASE("a page without an analysis has no status, for it has no findings") {
    const RecordingCanvas canvas = page_of(twelve_lead_recording(), nullptr);
    CHECK_FALSE(canvas.says("UNCONFIRMED"));
}

TEST_CASE("the foot of each page names program, criteria and content") {
    Analysis analysis = example_analysis();
    const std::string bare = content_mark(twelve_lead_recording(), &analysis);
    CHECK(page_of(twelve_lead_recording(), &analysis)
              .says("ecg-tools 9.8.7 · content " + bare + " · page 1 of 1"));

    analysis.criteria = "12";

    const std::string mark = content_mark(twelve_lead_recording(), &analysis);
    CHECK(page_of(twelve_lead_recording(), &analysis)
              .says("ecg-tools 9.8.7 · criteria 12 · content " + mark + " · page 1 of 1"));
}

TEST_CASE("the mark of the content differs where signal, person, value or finding differs") {
    const Recording recording = twelve_lead_recording();
    const Analysis analysis = example_analysis();
    const std::string mark = content_mark(recording, &analysis);
    CHECK(mark.size() == 8);
    CHECK(mark == content_mark(recording, &analysis));

    Recording other = recording;
    other.leads[11].samples[4999] += 0.001;
    CHECK(content_mark(other, &analysis) != mark);
    other = recording;
    std::swap(other.leads[0].samples, other.leads[1].samples);
    CHECK(content_mark(other, &analysis) != mark);
    other = recording;
    other.info.patient.id = "T-0043";
    CHECK(content_mark(other, &analysis) != mark);
    Analysis another = analysis;
    another.measurements.qrs = Milliseconds{96};
    CHECK(content_mark(recording, &another) != mark);
    another = analysis;
    another.findings.pop_back();
    CHECK(content_mark(recording, &another) != mark);
    CHECK(content_mark(recording, nullptr) != mark);
}

TEST_CASE("a slow recording is called monitoring bandwidth in every layout") {
    const Analysis analysis = example_analysis();
    for (const Layout layout : layouts) {
        for (const Orientation orientation : {Orientation::landscape, Orientation::portrait}) {
            ReportSettings settings;
            settings.layouts = {layout};
            settings.orientation = orientation;
            RecordingCanvas canvas;
            draw_pages(canvas, twelve_lead_recording(10, 80), &analysis, settings);
            INFO(table_of(layout).name);
            CHECK(canvas.says("80 Hz: monitoring bandwidth – not for diagnostic measurement"));
            CHECK(canvas.says("below 40 Hz by its rate"));
            check_tidy(canvas);
        }
    }
}

TEST_CASE("electrodes that are off or exchanged are told beside the chart") {
    Analysis analysis = example_analysis();
    CHECK(electrode_words(analysis).empty());
    analysis.electrodes = {{"RA", ElectrodeState::on},
                           {"LA", ElectrodeState::off},
                           {"V1", ElectrodeState::off},
                           {"V5", ElectrodeState::uncertain},
                           {"V6", ElectrodeState::uncertain}};
    CHECK(electrode_words(analysis) == "electrode off: LA, V1 · electrode off, one of: V5, V6");
    analysis.findings.push_back(
        finding("Suspect limb electrode reversal", "P negative in I", Severity::borderline));
    analysis.findings.back().code = "REVL";

    for (const Layout layout : layouts) {
        ReportSettings settings;
        settings.layouts = {layout};
        settings.orientation = GENERATE(Orientation::landscape, Orientation::portrait);
        RecordingCanvas canvas;
        draw_pages(canvas, twelve_lead_recording(60), &analysis, settings);
        CHECK(canvas.texts_of(electrode_words(analysis)).size() == canvas.pages.size());
        check_tidy(canvas);
    }
}

TEST_CASE("a gain that nobody documented is told beside the scale") {
    Recording recording = twelve_lead_recording();
    CHECK_FALSE(page_of(recording, nullptr).says("assumed"));

    recording.info.device.gain_source = "assumed";
    recording.info.device.firmware = "2.1";

    CHECK(page_of(recording, nullptr).says("10 mm/mV (the device's gain is assumed)"));
    CHECK(page_of(recording, nullptr).says("serial SN-001, firmware 2.1"));
}
