// An invented analysis with every field filled, for tests of what is written of one.
#pragma once

#include "model/analysis.hpp"

namespace ecg::test {

inline Waves waves_at(double time) {
    Waves waves;
    waves.p = {Seconds{time - 0.16}, Seconds{time - 0.11}, Seconds{time - 0.06}};
    waves.qrs = {Seconds{time - 0.04}, Seconds{time}, Seconds{time + 0.05}};
    waves.t = {std::nullopt, Seconds{time + 0.25}, Seconds{time + 0.34}};
    return waves;
}

inline Measurements full_measurements() {
    Measurements m;
    m.beats = 2;
    m.heart_rate = BeatsPerMinute{75.25};
    m.slowest = BeatsPerMinute{70};
    m.fastest = BeatsPerMinute{80.5};
    m.rr = Milliseconds{797.34};
    m.p_duration = Milliseconds{100};
    m.pr = Milliseconds{120};
    m.qrs = Milliseconds{90};
    m.qt = Milliseconds{380};
    m.qt_tangent = Milliseconds{366.5};
    m.qt_tangent_uncertainty = Milliseconds{5.5};
    m.qt_threshold = Milliseconds{377.25};
    m.qt_tangent_lead = "II";
    m.p_terminal_v1 = {Millivolts{-0.05}, Milliseconds{40}, 2.0};
    m.qtc = {Milliseconds{425.56}, Milliseconds{409.8}, Milliseconds{411}, Milliseconds{406.7},
             Milliseconds{408}};
    m.p_axis = Degrees{50};
    m.qrs_axis = Degrees{-30.5};
    m.t_axis = Degrees{40};
    m.hrv.intervals = 1;
    m.hrv.edited_share = 0.25;
    m.hrv.sdnn = Milliseconds{12.5};
    m.hrv.rmssd = Milliseconds{9.25};
    m.hrv.pnn50 = 50.0;
    m.hrv.welch.lf = 120.5;
    m.hrv.welch.hf = 80.25;
    m.hrv.welch.lf_hf = 1.502;
    LeadMeasurements lead;
    lead.lead = "II";
    lead.p = Millivolts{0.12};
    lead.q = Millivolts{-0.05};
    lead.r = Millivolts{1.2345};
    lead.s = Millivolts{-0.2};
    lead.r2 = Millivolts{0.1};
    lead.t = Millivolts{0.3};
    lead.p_duration = Milliseconds{98};
    lead.q_duration = Milliseconds{20};
    lead.r_duration = Milliseconds{45};
    lead.s_duration = Milliseconds{25};
    lead.t_duration = Milliseconds{180};
    lead.st_j = Millivolts{0.01};
    lead.st_60 = Millivolts{0.02};
    lead.st_80 = Millivolts{0.03};
    lead.st_uncertainty = Millivolts{0.004};
    lead.qt_tangent = Milliseconds{366.5};
    lead.qt_tangent_uncertainty = Milliseconds{5.5};
    lead.qt_threshold = Milliseconds{377.25};
    lead.r_peak_time = Milliseconds{41.25};
    lead.notches = {Milliseconds{30.5}, Milliseconds{52}};
    LeadMeasurements silent;
    silent.lead = "V1";
    silent.notches.emplace();
    m.leads = {lead, silent};
    m.absences = {{"leads.V1.r_mv", "lead V1 is flat"}};
    return m;
}

inline Analysis full_analysis() {
    Analysis a;
    a.info.id = "folder/rec1";
    a.info.start = UtcTime{1'736'339'696'789};
    a.info.patient = {"Ada Beispiel", "ada", 45, Sex::female, "", "", "E-1"};
    a.info.device.demo = true;
    a.info.notes = {"a note"};
    a.rate_hz = 500;
    a.samples = 5000;
    a.beats = {{Seconds{1.000123}, BeatClass::N, 1, false},
               {Seconds{1.8}, BeatClass::V, 0.75, true}};
    a.waves = {{waves_at(1.000123), {waves_at(1.001), waves_at(1.002)}}, {Waves{}, {}}};
    a.measurements = full_measurements();
    a.median_beat = MedianBeat{
        500,          2,   1,   {"II", "V1"}, {{0, 1.2, 0.1}, {0, -0.5, 0}}, std::nullopt,
        std::nullopt, 0.5, 2.0, std::nullopt};
    a.rhythm = {
        "SR",
        {{"SR", Seconds{0}, Seconds{10}, 12, BeatsPerMinute{75.25}, 0.9, "P before 12 of 12 beats"},
         {"PVC", Seconds{1.8}, Seconds{1.8}, 1, std::nullopt, 1, ""}}};
    a.findings = {{"1AVB", "First degree AV block", "PR 224 ms > 200 ms", Certainty::probable,
                   Severity::abnormal, true, "who-1978"},
                  {"NORM", "Normal ECG", "", Certainty::definite, Severity::normal, false, ""}};
    a.quality = {{"II", Verdict::good, {}, 0, Millivolts{0.012}, false, 0.125, 0.987, 0.875},
                 {"V1", Verdict::bad, {"flat"}, 0.5, std::nullopt, true}};
    a.electrodes = {
        {"RA", ElectrodeState::on}, {"V1", ElectrodeState::off}, {"V2", ElectrodeState::uncertain}};
    a.filters = {Hertz{0.5}, std::nullopt, Hertz{50}, Hertz{30}, "no notch"};
    a.complete = false;
    a.criteria = "7";
    return a;
}

} // namespace ecg::test
