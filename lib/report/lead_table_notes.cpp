#include "report/lead_table_notes.hpp"

#include "model/lead.hpp"
#include "report/beat_points.hpp"
#include "report/lead_table_words.hpp"

#include <algorithm>
#include <string_view>

namespace ecg::report {
namespace {

/// Whether value is absent in some lead that was measured.
template <class Value> bool lacks(const Measurements& measured, Value LeadMeasurements::*value) {
    return std::any_of(measured.leads.begin(), measured.leads.end(),
                       [&](const LeadMeasurements& l) { return is_measured(l) && !(l.*value); });
}

template <class Value>
bool lacks_everywhere(const Measurements& measured, Value LeadMeasurements::*value) {
    return std::none_of(measured.leads.begin(), measured.leads.end(),
                        [&](const LeadMeasurements& lead) { return (lead.*value).has_value(); });
}

/// Why the analysis has no such value; otherwise what the reason is in general.
std::string reason_of(const Measurements& measured, std::string_view key, std::string otherwise) {
    const auto found = std::find_if(measured.absences.begin(), measured.absences.end(),
                                    [&](const Absence& absence) { return absence.key == key; });
    return found != measured.absences.end() ? found->reason : std::move(otherwise);
}

std::string method_note() {
    return "Q, R, S, R′ and T from the level at QRS onset, P from the line between its ends; ST at "
           "the J point, 60 and 80 ms behind it; QT by tangent and R peak time (the last R) from "
           "the QRS onset of all leads; ± is the standard uncertainty";
}

/// Notes on values that are absent where the lead itself was measured.
void add_absences(std::vector<std::string>& notes, const Analysis& analysis) {
    using M = LeadMeasurements;
    const Measurements& measured = analysis.measurements;
    const auto add = [&](bool absent, const std::string& what, const std::string& why) {
        if (absent) {
            notes.push_back(std::string{dash} + " " + what + ": " + why);
        }
    };
    const std::string no_wave = "no such wave found in that lead";
    add(lacks(measured, &M::p), "P",
        lacks_everywhere(measured, &M::p) ? reason_of(measured, "pr_ms", no_wave) : no_wave);
    add(lacks(measured, &M::q) || lacks(measured, &M::r) || lacks(measured, &M::s) ||
            lacks(measured, &M::r2),
        "Q, R, S, R′", "the lead has no such deflection; a QS is given as Q");
    add(lacks(measured, &M::t), "T", no_wave);
    add(hides_end_of_t(analysis), "T duration and QT", "T ends in flutter waves");
    add(lacks(measured, &M::st_60) || lacks(measured, &M::st_80), "J+60, J+80",
        "the beat ends before");
    add(lacks(measured, &M::st_uncertainty), "± of ST", "fewer than three beats");
    add(!hides_end_of_t(analysis) && lacks(measured, &M::qt_tangent), "QT tangent",
        lacks_everywhere(measured, &M::qt_tangent)
            ? reason_of(measured, "qt_tangent_ms", "T is flat or runs into the next wave")
            : "T is flatter than 0.1 mV there, or runs into the next wave");
    add(lacks(measured, &M::r_peak_time), "R peak", "the lead has no R");
    add(lacks(measured, &M::notches), "notches",
        reason_of(measured, "qrs_notches_ms", "the QRS of that lead could not be marked"));
}

bool has_avr(const Measurements& measured) {
    return std::any_of(measured.leads.begin(), measured.leads.end(),
                       [](const auto& lead) { return lead_named(lead.lead) == Lead::aVR; });
}

std::string joined(const std::vector<std::string>& reasons) {
    std::string all;
    for (const std::string& reason : reasons) {
        all += (all.empty() ? "" : ", ") + reason;
    }
    return all;
}

/// What is wrong with leads that are not good, those of one reason together.
void add_quality(std::vector<std::string>& notes, const std::vector<LeadQuality>& all) {
    std::vector<std::pair<std::string, std::string>> leads; // what is wrong, with which leads
    for (const LeadQuality& quality : all) {
        if (quality.verdict == Verdict::good) {
            continue;
        }
        std::string wrong =
            quality.verdict == Verdict::bad ? "bad signal, not measured" : "fair signal";
        wrong += quality.reasons.empty() ? "" : ": " + joined(quality.reasons);
        const auto same = std::find_if(leads.begin(), leads.end(),
                                       [&](const auto& one) { return one.first == wrong; });
        if (same != leads.end()) {
            same->second += ", " + quality.lead;
        } else {
            leads.emplace_back(wrong, quality.lead);
        }
    }
    for (const auto& [wrong, names] : leads) {
        notes.push_back(names + ": " + wrong);
    }
}

} // namespace

std::vector<std::string> table_notes(const Analysis& analysis, LeadOrder order) {
    std::vector<std::string> notes{method_note()};
    if (!beat_is_measured(analysis)) {
        notes.emplace_back("A long recording: each value is the median over its stretches, and the "
                           "beat that is drawn is of one of them");
    }
    if (order == LeadOrder::cabrera && has_avr(analysis.measurements)) {
        notes.emplace_back("aVR as recorded; only its trace is turned over");
    }
    add_absences(notes, analysis);
    add_quality(notes, analysis.quality);
    return notes;
}

} // namespace ecg::report
