#include "analysis_samples.hpp"
#include "formats/analysis/analysis_lines.hpp"
#include "formats/analysis/lead_names.hpp"
#include "support/catch.hpp"

using namespace ecg;
using namespace ecg::test;

TEST_CASE("beats are written one a line") {
    Analysis analysis = full_analysis();
    analysis.waves.front().global.qrs.uncertainty = {Milliseconds{4.25}, Milliseconds{2},
                                                     Milliseconds{6.5}};
    std::string text;
    formats::append_beat_lines(text, analysis);
    CHECK(text == R"({"schema":"ecg.beat/1","session_id":"folder/rec1","beat":0,"time_s":1.000123,)"
                  R"("class":"N","certainty":1,"p_onset_s":0.840123,"p_peak_s":0.890123,)"
                  R"("p_offset_s":0.940123,"qrs_onset_s":0.960123,"qrs_peak_s":1.000123,)"
                  R"("qrs_offset_s":1.050123,"t_peak_s":1.250123,"t_offset_s":1.340123,)"
                  R"("uncertainty_ms":{"p_onset":0,"p_peak":0,"p_offset":0,"qrs_onset":4.3,)"
                  R"("qrs_peak":2,"qrs_offset":6.5,"t_peak":0,"t_offset":0}})"
                  "\n"
                  R"({"schema":"ecg.beat/1","session_id":"folder/rec1","beat":1,"time_s":1.8,)"
                  R"("class":"V","certainty":0.75,"after_gap":true})"
                  "\n");
}

TEST_CASE("beats are written as CSV, an absent time as an empty field") {
    Analysis analysis = full_analysis();
    analysis.info.id = "a \"b\",c";
    std::string text;
    formats::append_beat_csv(text, analysis, true);
    CHECK(text == "session_id,beat,time_s,class,certainty,after_gap,p_onset_s,p_peak_s,p_offset_s,"
                  "qrs_onset_s,qrs_peak_s,qrs_offset_s,t_onset_s,t_peak_s,t_offset_s\n"
                  "\"a \"\"b\"\",c\",0,1.000123,N,1,0,0.840123,0.890123,0.940123,0.960123,1.000123,"
                  "1.050123,,1.250123,1.340123\n"
                  "\"a \"\"b\"\",c\",1,1.8,V,0.75,1,,,,,,,,,\n");
    std::string second;
    formats::append_beat_csv(second, analysis, false);
    CHECK(text.ends_with(second));
    CHECK(second.size() == text.size() - text.find("\n") - 1);
}

TEST_CASE("a beat scorer gets times and classes of the record") {
    std::string text;
    formats::append_beat_score_line(text, full_analysis());
    CHECK(text == R"({"record":"rec1","t":[1.000123,1.8],"cls":"NV"})"
                  "\n");
}

TEST_CASE("a wave scorer gets a line a lead and one for all") {
    Analysis analysis = full_analysis();
    analysis.waves.front().outermost = {waves_at(1.0004)};
    std::string text;
    formats::append_wave_score_lines(text, analysis);
    CHECK(text == R"({"record":"rec1","lead":"0","P_on":[0.841],"P":[0.891],"P_off":[0.941],)"
                  R"("QRS_on":[0.961],"QRS":[1.001],"QRS_off":[1.051],"T_on":[],"T":[1.251],)"
                  R"("T_off":[1.341]})"
                  "\n"
                  R"({"record":"rec1","lead":"1","P_on":[0.842],"P":[0.892],"P_off":[0.942],)"
                  R"("QRS_on":[0.962],"QRS":[1.002],"QRS_off":[1.052],"T_on":[],"T":[1.252],)"
                  R"("T_off":[1.342]})"
                  "\n"
                  R"({"record":"rec1","lead":"global","P_on":[0.8404],"P":[0.8904],)"
                  R"("P_off":[0.9404],"QRS_on":[0.9604],"QRS":[1.0004],)"
                  R"("QRS_off":[1.0504],"T_on":[],"T":[1.2504],"T_off":[1.3404]})"
                  "\n");
}

TEST_CASE("scorers know standard leads by name from three leads on, others by number") {
    CHECK(formats::scorer_lead_name({"I", "II", "aVR"}, 2) == "avr");
    CHECK(formats::scorer_lead_name({"I", "II", "ECG"}, 2) == "2");
    CHECK(formats::scorer_lead_name({"I", "II"}, 1) == "1");
    CHECK(formats::scorer_lead_name({}, 4) == "4");
}

TEST_CASE("leads are named by the quality verdicts, then the measurements, then by number") {
    Analysis analysis;
    CHECK(formats::lead_names(analysis).empty());
    analysis.waves = {{Waves{}, std::vector<Waves>(3)}};
    LeadMeasurements lead;
    for (const char* name : {"I", "II"}) {
        lead.lead = name;
        analysis.measurements.leads.push_back(lead);
    }
    analysis.quality = {{"V1", Verdict::good, {}, 0, std::nullopt}};
    CHECK(formats::lead_names(analysis) == std::vector<std::string>{"V1", "II", "2"});
}
