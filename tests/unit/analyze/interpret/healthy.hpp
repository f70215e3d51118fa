// A healthy twelve-lead ECG in numbers, for tests that change one of them.
#pragma once

#include "analyze/interpret/interpret.hpp"
#include "model/lead.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace ecg::test {

struct Subject {
    Measurements measured;
    Rhythm rhythm;
    std::vector<LeadQuality> quality;
    Patient patient;
    double rate_hz = 500;
    std::optional<std::int64_t> averaged{};

    [[nodiscard]] Findings findings() const {
        return analyze::interpret({measured, rhythm, quality, patient, rate_hz, {}, averaged});
    }
};

inline Episode episode(std::string code, Seconds from, Seconds to, std::int64_t beats = 1) {
    Episode made;
    made.code = std::move(code);
    made.onset = from;
    made.offset = to;
    made.beats = beats;
    return made;
}

/// R, S and T of the twelve leads, mV.
inline constexpr std::array<std::array<double, 3>, lead_count> healthy_waves{{
    {0.8, -0.1, 0.3},
    {0.9, -0.2, 0.3},
    {0.4, -0.2, 0.15},
    {0.1, -0.85, -0.3},
    {0.4, -0.1, 0.1},
    {0.6, -0.2, 0.2},
    {0.2, -0.9, 0.05},
    {0.4, -1.0, 0.3},
    {0.7, -0.6, 0.3},
    {1.0, -0.4, 0.3},
    {1.0, -0.2, 0.3},
    {0.8, -0.1, 0.3},
}};

/// A man of 50 in sinus rhythm at 70/min; everything is measured and within its limits.
inline Subject healthy() {
    Subject subject;
    subject.patient.age = 50;
    subject.patient.sex = Sex::male;
    Measurements& m = subject.measured;
    m.beats = 12;
    m.heart_rate = BeatsPerMinute{70};
    m.rr = Milliseconds{857};
    m.pr = Milliseconds{160};
    m.qrs = Milliseconds{92};
    m.qt = Milliseconds{390};
    m.qtc.bazett = Milliseconds{421};
    m.qtc.framingham = Milliseconds{412};
    m.qrs_axis = Degrees{45};
    for (const Lead lead : all_leads) {
        LeadMeasurements row;
        row.lead = name_of(lead);
        const auto [r, s, t] = healthy_waves.at(index_of(lead));
        row.r = Millivolts{r};
        row.s = Millivolts{s};
        row.t = Millivolts{t};
        row.r_duration = Milliseconds{45};
        row.s_duration = Milliseconds{30};
        row.r_peak_time = Milliseconds{40};
        row.qt_tangent = Milliseconds{385};
        row.notches.emplace();
        row.st_j = row.st_60 = row.st_80 = Millivolts{0.01};
        m.leads.push_back(row);
        subject.quality.push_back({std::string{name_of(lead)}, Verdict::good, {}, 0, {}});
    }
    subject.rhythm = {"SR", {episode("SR", Seconds{0.5}, Seconds{9.9}, 12)}};
    subject.rhythm.episodes.front().rate = BeatsPerMinute{70};
    subject.rhythm.episodes.front().reason = "P before 12 of 12 beats, rate 70/min";
    return subject;
}

inline LeadMeasurements& lead_of(Subject& subject, Lead which) {
    return subject.measured.leads[index_of(which)];
}

/// The finding of that code; a plain one with code "" when it was not said.
inline Finding finding_of(const Findings& findings, std::string_view code) {
    const auto found = std::find_if(findings.begin(), findings.end(),
                                    [&](const Finding& f) { return f.code == code; });
    return found == findings.end() ? Finding{} : *found;
}

inline Finding finding_of(const Subject& subject, std::string_view code) {
    return finding_of(subject.findings(), code);
}

inline bool says(const Subject& subject, std::string_view code) {
    return !finding_of(subject, code).code.empty();
}

/// The codes in the order in which they are said, with a blank between.
inline std::string codes_of(const Subject& subject) {
    std::string codes;
    for (const Finding& finding : subject.findings()) {
        codes += codes.empty() ? finding.code : " " + finding.code;
    }
    return codes;
}

} // namespace ecg::test
