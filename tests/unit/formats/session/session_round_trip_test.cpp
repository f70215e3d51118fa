#include "session_text.hpp"

#include <limits>

using namespace ecg;
using namespace ecg::test;

namespace {

SessionLine full_line() {
    SessionLine line = plain_line(2500, 5);
    RecordingInfo& info = line.recording.info;
    info.patient = {"Ada Beispiel", "ada", 45, Sex::female, "+1 555 0100", "1 Any Street", "E-1"};
    info.device = {"E-1",   "serial",        "TT", "V_010101", 500.0, 499.97,
                   0.78125, "configuration", true};
    info.notes = {"from a test"};
    line.recording.leads[1].samples[3] = std::numeric_limits<double>::quiet_NaN();
    line.recording.gaps = {{2503, 1, "lost"}};
    line.recording.electrodes_off = {"V1"};
    line.metrics = Metrics{};
    line.metrics->heart_rate = 75;
    line.metrics->st_segment = -0.05;
    line.arrhythmias = {"PVC", "PAC"};
    line.analysis = LineAnalysis{};
    line.analysis->beats = {{Seconds{5.0011}, BeatClass::V, 0.5, true}};
    line.analysis->waves.resize(1);
    line.analysis->waves[0].qrs = {Seconds{4.96}, Seconds{5.0011}, Seconds{5.05}};
    line.analysis->qtc.fridericia = Milliseconds{401.25};
    line.analysis->quality = {{"I", Verdict::fair, {"muscle noise"}, 0.25, Millivolts{0.03}}};
    line.end = SessionEnd{"finished", 2505, 1};
    return line;
}

} // namespace

TEST_CASE("a session line is written as ecg-session(5) has it") {
    std::string text;
    formats::append_session_line(text, full_line());
    CHECK(
        text ==
        R"({"schema":"ecg.session/1","session_id":"s1","seq":500,)"
        R"("timestamp":"2025-01-08T12:35:01.789Z","username":"ada","user":{)"
        R"("full_name":"Ada Beispiel","age":45,"gender":"Female","phone":"+1 555 0100",)"
        R"("address":"1 Any Street","device_serial":"E-1"},"sampling_rate":500,"unit":"mV",)"
        R"("first_sample":2500,"ecg_snapshot":{"I":[-0.6501,0.2881,0.9615,0.7508,-0.1501],)"
        R"("II":[-0.6501,0.2881,0.9615,null,-0.1501]},)"
        R"("gaps":[{"first":2503,"count":1,"cause":"lost"}],"leads_off":["V1"],)"
        R"("device":{"serial":"E-1","driver":"serial","model":"TT","firmware":"V_010101",)"
        R"("rate_nominal_hz":500,"rate_measured_hz":499.97,"uv_per_count":0.78125,)"
        R"("gain_source":"configuration","demo":true},"notes":["from a test"],)"
        R"("metrics":{"heart_rate":75,"pr_interval":null,"qrs_duration":null,"qrs_axis":null,)"
        R"("st_segment":-0.05,"qt_interval":null,"qtc_interval":null,"hrv":null,)"
        R"("rr_interval":null},"events":{"arrhythmias":["PVC","PAC"]},)"
        R"("analysis":{"beats":[{"time_s":5.0011,"class":"V","certainty":0.5,"after_gap":true,)"
        R"("qrs_onset_s":4.96,"qrs_peak_s":5.0011,"qrs_offset_s":5.05}],)"
        R"("qtc_fridericia_ms":401.25,"quality":[{"lead":"I","verdict":"fair",)"
        R"("reasons":["muscle noise"],"missing_share":0.25,"repeated_share":0,"noise_mv":0.03}]},)"
        R"("end":{"reason":"finished","samples":2505,"gaps":1}})"
        "\n");
}

TEST_CASE("what is written is read back, and the same bytes are written again") {
    const SessionLine line = full_line();
    const std::string text = text_of({line});

    const ReadSession read = read_session(text);

    REQUIRE(read.error.empty());
    REQUIRE(read.lines.size() == 1);
    const SessionLine& back = read.lines[0];
    CHECK(back.recording.info.start == line.recording.info.start);
    CHECK(back.recording.info.patient == line.recording.info.patient);
    CHECK(back.recording.info.device == line.recording.info.device);
    CHECK(back.recording.info.notes == line.recording.info.notes);
    CHECK(back.recording.rate == line.recording.rate);
    CHECK(back.recording.leads[0].samples == line.recording.leads[0].samples);
    CHECK(std::isnan(back.recording.leads[1].samples[3]));
    CHECK(back.recording.leads[1].lead == Lead::II);
    CHECK(back.recording.gaps == line.recording.gaps);
    CHECK(back.metrics == line.metrics);
    CHECK(back.end == line.end);
    CHECK(text_of(read.lines) == text);
}

TEST_CASE("what is not known is not written") {
    SessionLine line = plain_line(0, 1);
    line.recording.info.start.reset();
    CHECK(text_of({line}) ==
          R"({"schema":"ecg.session/1","session_id":"s1","seq":0,"sampling_rate":500,"unit":"mV",)"
          R"("first_sample":0,"ecg_snapshot":{"I":[0],"II":[0]},"gaps":[],"leads_off":[]})"
          "\n");
    CHECK_FALSE(read_session(text_of({line})).lines.at(0).recording.info.start);
}

TEST_CASE("rates with many decimals come back as they were") {
    for (const double rate : {255.7, 1000.0 / 3, 79.999999999, 100'000.0}) {
        SessionLine line = plain_line(0, 3);
        line.recording.rate = SampleRate{Hertz{rate}};
        CHECK(read_session(text_of({line})).lines.at(0).recording.rate.hertz() == rate);
    }
}

TEST_CASE("the session's start is the same from any of its lines") {
    for (const double rate : {80.0, 255.7, 333.0, 1000.0}) {
        for (std::int64_t first = 0; first < 400; ++first) {
            SessionLine line = plain_line(first, 1);
            line.recording.rate = SampleRate{Hertz{rate}};
            const auto read = read_session(text_of({line}));
            REQUIRE(read.lines.at(0).recording.info.start == line.recording.info.start);
        }
    }
}

TEST_CASE("two leads of one name get two keys") {
    SessionLine line = plain_line(0, 2);
    line.recording.leads[0].name = line.recording.leads[1].name = "ECG";
    const auto read = read_session(text_of({line}));
    REQUIRE(read.lines.size() == 1);
    CHECK(read.lines[0].recording.leads[0].name == "ECG");
    CHECK(read.lines[0].recording.leads[1].name == "ECG#2");
}

TEST_CASE("where a session is cut into lines makes no difference to its samples") {
    std::vector<double> whole;
    for (const std::int64_t size : {1, 7, 60, 1000}) {
        std::vector<SessionLine> lines;
        for (std::int64_t first = 0; first < 840; first += size) {
            lines.push_back(plain_line(first, std::min<std::int64_t>(size, 840 - first)));
        }
        std::vector<double> samples;
        const auto read = read_session(text_of(lines));
        REQUIRE(read.error.empty());
        for (const SessionLine& line : read.lines) {
            CHECK(line.recording.first_sample == std::ssize(samples));
            CHECK(line.recording.gaps.empty());
            const auto& piece = line.recording.leads[1].samples;
            samples.insert(samples.end(), piece.begin(), piece.end());
        }
        CHECK(samples.size() == 840);
        CHECK((whole.empty() || samples == whole));
        whole = samples;
    }
}

TEST_CASE("the last line may bring the whole recording's analysis") {
    SessionLine line = full_line();
    line.summary = std::make_shared<Analysis>();
    line.summary->rate_hz = 500;
    line.summary->samples = 2505;
    line.summary->measurements.qrs = Milliseconds{92};
    const std::string text = text_of({line});

    const auto read = read_session(text);

    REQUIRE(read.error.empty());
    CHECK(read.lines.at(0).summary->measurements.qrs->count() == 92);
    CHECK(text_of(read.lines) == text);
    const std::string wrong =
        R"({"schema":"ecg.session/1","session_id":"s1","sampling_rate":500,"first_sample":0,)"
        R"("analysis":{"recording":{}}})"
        "\n";
    CHECK(read_session(wrong).error ==
          "night.jsonl:1: analysis.recording: schema is not ecg.analysis/1");
}
