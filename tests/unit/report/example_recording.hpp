// Recordings and analyses with plainly invented people, for the report's tests.
#pragma once

#include "model/analysis.hpp"
#include "model/recording.hpp"

#include <cmath>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::report::test {

/// A beat a second of smooth bumps: P, Q, R, S, T; amplitude scales all of it.
inline double beat_shape(double t, double amplitude) {
    const double phase = t - std::floor(t);
    const auto bump = [&](double at, double width, double height) {
        const double z = (phase - at) / width;
        return height * std::exp(-z * z);
    };
    return amplitude *
           (bump(0.20, 0.025, 0.12) + bump(0.355, 0.010, -0.10) + bump(0.375, 0.012, 1.10) +
            bump(0.40, 0.012, -0.25) + bump(0.62, 0.055, 0.30));
}

inline Recording example_recording(const std::vector<std::string>& leads, double seconds,
                                   double rate_hz) {
    Recording recording;
    recording.rate = SampleRate{Hertz{rate_hz}};
    recording.info.id = "example";
    recording.info.start = parse_utc("2025-01-08T12:34:56.789Z");
    recording.info.patient.name = "Testa Musterfrau";
    recording.info.patient.id = "T-0042";
    recording.info.patient.age = 63;
    recording.info.patient.sex = Sex::female;
    recording.info.device.model = "Demo 12";
    recording.info.device.serial = "SN-001";
    const auto count = static_cast<std::size_t>(std::lround(seconds * rate_hz));
    double amplitude = 0.6;
    for (const std::string& name : leads) {
        LeadSignal signal{name, lead_named(name), {}};
        const double sign = name == "aVR" || name == "V1" ? -1 : 1;
        for (std::size_t i = 0; i < count; ++i) {
            signal.samples.push_back(
                beat_shape(static_cast<double>(i) / rate_hz, sign * amplitude));
        }
        recording.leads.push_back(std::move(signal));
        amplitude += 0.08;
    }
    return recording;
}

inline const std::vector<std::string>& twelve_leads() {
    static const std::vector<std::string> names{"I",  "II", "III", "aVR", "aVL", "aVF",
                                                "V1", "V2", "V3",  "V4",  "V5",  "V6"};
    return names;
}

inline Recording twelve_lead_recording(double seconds = 10, double rate_hz = 500) {
    return example_recording(twelve_leads(), seconds, rate_hz);
}

inline Finding finding(const std::string& words, const std::string& reason, Severity severity) {
    Finding out;
    out.code = "X";
    out.words = words;
    out.reason = reason;
    out.severity = severity;
    return out;
}

inline Analysis example_analysis() {
    using namespace std::chrono_literals;
    Analysis analysis;
    analysis.rate_hz = 500;
    analysis.samples = 5000;
    Measurements& measured = analysis.measurements;
    measured.beats = 10;
    measured.heart_rate = BeatsPerMinute{61.4};
    measured.slowest = BeatsPerMinute{58};
    measured.fastest = BeatsPerMinute{66};
    measured.rr = 977ms;
    measured.pr = 224ms;
    measured.qrs = 94ms;
    measured.qt = 402ms;
    measured.qt_tangent = 388.4ms;
    measured.qtc.bazett = 406.7ms;
    measured.qtc.fridericia = 405.1ms;
    measured.p_axis = Degrees{52};
    measured.qrs_axis = Degrees{-34};
    measured.t_axis = Degrees{41};
    measured.hrv.sdnn = 31ms;
    analysis.filters.high_pass = Hertz{0.5};
    analysis.filters.powerline = Hertz{50};
    analysis.findings = {
        finding("Prolonged PR interval", "PR 224 ms > 200 ms", Severity::abnormal),
        finding("Left axis deviation", "QRS axis -34° < -30°", Severity::borderline),
        finding("Sinus rhythm", "P before each of 10 QRS, 61 bpm", Severity::normal)};
    return analysis;
}

/// More findings, and longer ones, than a page holds.
inline Findings many_findings(std::size_t count) {
    Findings out;
    for (std::size_t i = 0; i < count; ++i) {
        Finding next = finding(
            "Finding " + std::to_string(i + 1) +
                " of a long list: intraventricular conduction delay with secondary repolarisation "
                "change in the lateral leads",
            "QRS 124 ms > 110 ms without the pattern of either bundle branch block; ST -0.08 mV "
            "at J+60 ms in I, aVL, V5, V6; T -0.21 mV in V5",
            Severity::abnormal);
        next.certainty = i % 3 == 0 ? Certainty::probable : Certainty::definite;
        out.push_back(std::move(next));
    }
    return out;
}

} // namespace ecg::report::test
