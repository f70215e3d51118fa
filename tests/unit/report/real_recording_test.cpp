#include "common/error.hpp"
#include "example_recording.hpp"
#include "formats/open_recording.hpp"
#include "recording_canvas.hpp"
#include "report/pages.hpp"
#include "report/report.hpp"
#include "support/catch.hpp"
#include "support/reference_data.hpp"
#include "synth/synthesizer.hpp"

using namespace ecg;
using namespace ecg::report;
using namespace ecg::report::test;

namespace {

/// Every drawn point of a trace lies where its sample says, but for one constant level.
void check_true_to_samples(const std::vector<Point>& points, std::span<const double> samples,
                           double rate_hz) {
    REQUIRE(points.size() == samples.size());
    double worst = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double y = points[0].y - (samples[i] - samples[0]) * 10;
        const double x = points[0].x + static_cast<double>(i) / rate_hz * 25;
        worst = std::max({worst, std::abs(points[i].y - y), std::abs(points[i].x - x)});
    }
    CHECK(worst < 1e-9);
}

} // namespace

TEST_CASE("a synthetic recording is drawn sample by sample") {
    synth::SynthSettings settings = synth::preset("normal");
    settings.rate = Hertz{500};
    settings.duration = Seconds{10};
    const Recording recording = synth::synthesize(settings).recording;
    RecordingCanvas canvas;

    draw_pages(canvas, recording, nullptr, {});

    const auto traces = canvas.traces();
    REQUIRE(traces.size() == 13);
    check_true_to_samples(traces.back().points, find_lead(recording, Lead::II)->samples, 500);
    const std::span v3{find_lead(recording, Lead::V3)->samples};
    check_true_to_samples(traces[10].points, v3.subspan(2500, 1251), 500);
    CHECK(canvas.says("SYNTHETIC DEMO SIGNAL"));
}

TEST_CASE("a clinical twelve-lead record is drawn sample by sample") {
    const auto folder = ecg::test::reference_data("ptbxl");
    SKIP_WITHOUT_DATA(folder, "ptbxl");
    const Recording recording =
        formats::read_recording((*folder / "00001_hr.hea").string(), {}).recording;
    RecordingCanvas canvas;

    draw_pages(canvas, recording, nullptr, {});

    REQUIRE(canvas.traces().size() == 13);
    check_true_to_samples(canvas.traces().back().points, find_lead(recording, Lead::II)->samples,
                          500);
    CHECK(canvas.pages.size() == 1);
}

TEST_CASE("records of every reference set make a page") {
    const std::string set = GENERATE("mitdb", "ludb", "qtdb", "ptbxl", "cpsc2018", "cinc2017");
    const auto folder = ecg::test::reference_data(set);
    if (!folder) {
        WARN("skipped: no folder " << set << " in $ECG_REFERENCE_DATA");
        return;
    }
    std::vector<std::string> headers;
    for (const auto& entry : std::filesystem::directory_iterator{*folder}) {
        if (entry.path().extension() == ".hea") {
            headers.push_back(entry.path().string());
        }
    }
    std::sort(headers.begin(), headers.end());
    REQUIRE_FALSE(headers.empty());
    headers.resize(std::min<std::size_t>(headers.size(), 5));

    for (const std::string& header : headers) {
        INFO(header);
        const Recording recording = formats::read_recording(header, {}).recording;
        RecordingCanvas canvas;
        draw_pages(canvas, recording, nullptr, {});
        CHECK(canvas.traces().size() >= std::min<std::size_t>(recording.leads.size(), 4));
        CHECK(make_report(recording, nullptr, {}).starts_with("%PDF"));
    }
}
