#include "analysis_samples.hpp"
#include "common/error.hpp"
#include "formats/analysis/analysis_lines.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::test;

namespace {

std::string line_of(const Analysis& analysis) {
    std::string text;
    formats::append_analysis_line(text, analysis);
    return text;
}

Analysis read_back(const std::string& line) {
    JsonReader reader;
    return formats::read_analysis(reader.parse(line, "a.jsonl:1"), "a.jsonl:1");
}

std::string message_of(const std::string& line) {
    try {
        read_back(line);
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::data);
        return error.what();
    }
    return "";
}

const std::string head =
    R"({"schema":"ecg.analysis/1","session_id":"x","sampling_rate":500,"samples":9)";

} // namespace

TEST_CASE("an analysis line is written as ecg-analysis(5) has it") {
    CHECK(
        line_of(full_analysis()) ==
        R"({"schema":"ecg.analysis/1","session_id":"folder/rec1",)"
        R"("timestamp":"2025-01-08T12:34:56.789Z","username":"ada","user":{)"
        R"("full_name":"Ada Beispiel","age":45,"gender":"Female","device_serial":"E-1"},)"
        R"("device":{"demo":true},"notes":["a note"],"sampling_rate":500,"samples":5000,)"
        R"("duration_s":10,"complete":false,"criteria":"7","beat_count":2,"heart_rate_bpm":75.25,)"
        R"("heart_rate_min_bpm":70,"heart_rate_max_bpm":80.5,"rr_ms":797.34,"p_ms":100,)"
        R"("pr_ms":120,"qrs_ms":90,"qt_ms":380,"qt_tangent_ms":366.5,)"
        R"("qt_tangent_uncertainty_ms":5.5,"qt_threshold_ms":377.25,"qt_method":"learned",)"
        R"("qt_tangent_lead":"II","p_terminal_mv":-0.05,"p_terminal_ms":40,)"
        R"("p_terminal_force_mv_ms":2,"qtc_bazett_ms":425.56,)"
        R"("qtc_fridericia_ms":409.8,"qtc_framingham_ms":411,"qtc_hodges_ms":406.7,)"
        R"("qtc_rautaharju_ms":408,"p_axis_deg":50,"qrs_axis_deg":-30.5,"t_axis_deg":40,)"
        R"("hrv":{"nn_intervals":1,"ectopic_intervals":0,"missing_intervals":0,)"
        R"("fibrillation_intervals":0,)"
        R"("artefact_intervals":0,"nn_differences":0,"nn50":0,"spectrum_segments":0,)"
        R"("edited_share":0.25,"much_edited":false,"duration_s":0,"longest_stretch_s":0,)"
        R"("sdnn_ms":12.5,"rmssd_ms":9.25,)"
        R"("pnn50_percent":50,"lf_ms2":120.5,"hf_ms2":80.25,"lf_hf":1.502},)"
        R"("leads":[{"lead":"II","p_mv":0.12,"q_mv":-0.05,"r_mv":1.2345,"s_mv":-0.2,)"
        R"("r2_mv":0.1,"t_mv":0.3,"p_ms":98,"q_ms":20,"r_ms":45,"s_ms":25,"t_ms":180,"st_j_mv":0.01,)"
        R"("st_60_mv":0.02,"st_80_mv":0.03,"st_uncertainty_mv":0.004,"qt_tangent_ms":366.5,"qt_tangent_uncertainty_ms":5.5,)"
        R"("qt_threshold_ms":377.25,"r_peak_time_ms":41.25,"qrs_notches_ms":[30.5,52]},)"
        R"({"lead":"V1","qrs_notches_ms":[]}],)"
        R"("absences":[{"key":"leads.V1.r_mv","reason":"lead V1 is flat"}],)"
        R"("rhythm":{"name":"SR","episodes":[{"code":"SR","onset_s":0,"offset_s":10,"beats":12,)"
        R"("rate_bpm":75.25,"certainty":0.9,"reason":"P before 12 of 12 beats"},)"
        R"({"code":"PVC","onset_s":1.8,"offset_s":1.8,)"
        R"("beats":1,"certainty":1}]},"findings":[{"code":"1AVB",)"
        R"("words":"First degree AV block","reason":"PR 224 ms > 200 ms",)"
        R"("certainty":"probable","severity":"abnormal","critical":true,"source":"who-1978"},)"
        R"({"code":"NORM","words":"Normal ECG","certainty":"definite","severity":"normal"}],)"
        R"("quality":[{"lead":"II","verdict":"good","reasons":[],"missing_share":0,)"
        R"("repeated_share":0.125,"baseline_sqi":0.987,"beat_sqi":0.875,)"
        R"("noise_mv":0.012},{"lead":"V1","verdict":"bad","reasons":["flat"],"off":true,)"
        R"("missing_share":0.5,"repeated_share":0}],)"
        R"("electrodes":[{"electrode":"RA","state":"on"},{"electrode":"V1","state":"off"},)"
        R"({"electrode":"V2","state":"uncertain"}],)"
        R"("filters":{"high_pass_hz":0.5,"powerline_hz":50,)"
        R"("powerline_alias_hz":30,"powerline_note":"no notch"},"median_beat":{"rate_hz":500,"beats":2,"fiducial":1,)"
        R"("qrs_onset":0.5,"qrs_offset":2,"leads":[{"lead":"II","samples_mv":[0,1.2,0.1]},)"
        R"({"lead":"V1","samples_mv":[0,-0.5,0]}]},"lead_names":["II","V1"],)"
        R"("beats":[{"time_s":1.000123,"class":"N","certainty":1,"p_onset_s":0.840123,)"
        R"("p_peak_s":0.890123,"p_offset_s":0.940123,"qrs_onset_s":0.960123,)"
        R"("qrs_peak_s":1.000123,"qrs_offset_s":1.050123,"t_peak_s":1.250123,)"
        R"("t_offset_s":1.340123,"lead_waves_s":[)"
        R"([0.841,0.891,0.941,0.961,1.001,1.051,null,1.251,1.341],)"
        R"([0.842,0.892,0.942,0.962,1.002,1.052,null,1.252,1.342]]},)"
        R"({"time_s":1.8,"class":"V","certainty":0.75,"after_gap":true}]})"
        "\n");
}

TEST_CASE("an analysis comes back from its line") {
    const Analysis analysis = full_analysis();
    const Analysis back = read_back(line_of(analysis));

    CHECK(line_of(back) == line_of(analysis));
    CHECK(back.info.start == analysis.info.start);
    CHECK(back.info.patient == analysis.info.patient);
    CHECK(back.measurements.qrs->count() == 90);
    CHECK(back.measurements.qrs_axis->value == -30.5);
    CHECK(back.measurements.absences == analysis.measurements.absences);
    CHECK_FALSE(back.measurements.leads[1].r);
    CHECK(back.measurements.leads[0].notches == analysis.measurements.leads[0].notches);
    CHECK(back.measurements.leads[1].notches->empty()); // none is not the same as not told
    CHECK(back.measurements.qt_tangent_lead == "II");
    CHECK(back.measurements.p_terminal_v1.force_mv_ms == 2.0);
    CHECK(back.median_beat->leads == analysis.median_beat->leads);
    CHECK_FALSE(back.median_beat->p_onset);
    CHECK(back.findings[0].certainty == Certainty::probable);
    CHECK(back.quality[1].verdict == Verdict::bad);
    CHECK(back.waves.size() == 2);
    CHECK(back.waves[0].leads.size() == 2);
    CHECK_FALSE(back.waves[0].leads[0].t.onset);
    CHECK(back.waves[1].global.qrs.empty());
    CHECK(back.beats[1].label == BeatClass::V);
    CHECK(back.beats[1].after_gap);
    CHECK_FALSE(back.complete);
}

TEST_CASE("what could not be measured has no key") {
    Analysis empty;
    empty.rate_hz = 250;
    CHECK(line_of(empty) ==
          R"({"schema":"ecg.analysis/1","session_id":"","sampling_rate":250,"samples":0,)"
          R"("duration_s":0,"complete":true,"beat_count":0,"hrv":{"nn_intervals":0,)"
          R"("ectopic_intervals":0,"missing_intervals":0,)"
          R"("fibrillation_intervals":0,"artefact_intervals":0,)"
          R"("nn_differences":0,"nn50":0,"spectrum_segments":0,"edited_share":0,)"
          R"("much_edited":false,"duration_s":0,"longest_stretch_s":0},"leads":[],)"
          R"("absences":[],"rhythm":{"episodes":[]},"findings":[],)"
          R"("quality":[],"electrodes":[],"filters":{},"lead_names":[],"beats":[]})"
          "\n");
    CHECK(line_of(read_back(line_of(empty))) == line_of(empty));
}

TEST_CASE("the least of analysis lines is read, and unknown keys are passed over") {
    const Analysis analysis = read_back(head + R"(,"later":{"x":[1]},"qt_ms":null})");
    CHECK(analysis.samples == 9);
    CHECK(analysis.complete);
    CHECK_FALSE(analysis.measurements.qt);
    CHECK_FALSE(analysis.median_beat);
}

TEST_CASE("what is no analysis is refused") {
    CHECK(message_of("{}") == "a.jsonl:1: schema is not ecg.analysis/1");
    CHECK(message_of("[]") == "a.jsonl:1: schema is not ecg.analysis/1");
    CHECK(message_of(R"({"schema":"ecg.session/1"})") == "a.jsonl:1: schema is not ecg.analysis/1");
    CHECK(message_of(R"({"schema":"ecg.analysis/1","sampling_rate":500})") ==
          "a.jsonl:1: sampling_rate or samples is missing or wrong");
    CHECK(message_of(R"({"schema":"ecg.analysis/1","sampling_rate":-1,"samples":1})") ==
          "a.jsonl:1: sampling_rate or samples is missing or wrong");
    CHECK(message_of(head + R"(,"qt_ms":"long"})") == "a.jsonl:1: qt_ms is not a number");
    CHECK(message_of(head + R"(,"leads":[{"qrs_notches_ms":[1,null]}]})") ==
          "a.jsonl:1: qrs_notches_ms is not a list of numbers");
    CHECK(message_of(head + R"(,"beats":[{"class":"N"}]})") == "a.jsonl:1: a beat has no time_s");
    CHECK(message_of(head + R"(,"beats":[{"time_s":1,"class":"X"}]})") ==
          "a.jsonl:1: class \"X\" is not known");
    CHECK(message_of(head + R"(,"beats":[{"time_s":1,"class":"N","lead_waves_s":[[1]]}]})") ==
          "a.jsonl:1: lead_waves_s has not nine points a lead");
    CHECK(message_of(head + R"(,"quality":[{"lead":"I"}]})") ==
          "a.jsonl:1: verdict \"\" is not known");
    CHECK(message_of(head + R"(,"findings":[{"certainty":"definite","severity":"mild"}]})") ==
          "a.jsonl:1: severity \"mild\" is not known");
    CHECK(message_of(head + R"(,"rhythm":{"episodes":[{"code":"SR"}]}})") ==
          "a.jsonl:1: an episode has no code, onset_s or offset_s");
    CHECK(message_of(head + R"(,"median_beat":{"rate_hz":500}})") ==
          "a.jsonl:1: median_beat has no leads or no rate_hz");
    CHECK(message_of(head + R"(,"median_beat":{"rate_hz":500,"leads":[{"samples_mv":[1]},)"
                            R"({"samples_mv":[1,2]}]}})") ==
          "a.jsonl:1: median_beat has leads of unequal length");
}
