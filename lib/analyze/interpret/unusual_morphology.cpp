#include "analyze/interpret/criteria.hpp"
#include "analyze/interpret/rules.hpp"
#include "model/lead.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>

namespace ecg::analyze {
namespace {

/// The measurements of one lead among the twelve; absent when it was not recorded.
const LeadMeasurements* lead_of(const Evidence& evidence, Lead lead) {
    const auto& leads = evidence.measured.leads;
    const auto found = std::find_if(leads.begin(), leads.end(), [&](const LeadMeasurements& m) {
        return m.lead == name_of(lead);
    });
    return found == leads.end() ? nullptr : &*found;
}

std::string in_lead(const LeadMeasurements& lead, std::string_view what) {
    return lead.lead + " " + std::string{what};
}

bool is_v2_v3(Lead lead) {
    return lead == Lead::V2 || lead == Lead::V3;
}

/// With sex or age unknown, the strictest that may hold.
const Limit<Millivolts>& st_up_limit(Lead lead, const Patient& patient) {
    if (!is_v2_v3(lead)) {
        return criteria::st_up;
    }
    if (patient.sex != Sex::male) {
        return criteria::st_up_v2_v3_women;
    }
    const bool young =
        patient.age && meets(criteria::st_young_age, Count{static_cast<double>(*patient.age)});
    return young ? criteria::st_up_v2_v3_young_men : criteria::st_up_v2_v3_men;
}

std::optional<std::string> unusual_st(const LeadMeasurements& measured, Lead lead,
                                      const Patient& patient) {
    if (!measured.st_j || !measured.st_60) {
        return in_lead(measured, "ST not measured");
    }
    const auto& up = st_up_limit(lead, patient);
    if (meets(up, *measured.st_j)) {
        return reason_for(in_lead(measured, "ST at J"), *measured.st_j, up);
    }
    const bool stays_down =
        meets(criteria::st_down, *measured.st_j) && meets(criteria::st_down, *measured.st_60);
    if (lead != Lead::aVR && stays_down) {
        return reason_for(in_lead(measured, "ST at J"), *measured.st_j, criteria::st_down);
    }
    return std::nullopt;
}

/// T is upright in these leads of any adult's normal ECG.
std::optional<std::string> unusual_t(const LeadMeasurements& measured, Lead lead) {
    constexpr std::array upright{Lead::I, Lead::II, Lead::V4, Lead::V5, Lead::V6};
    if (std::find(upright.begin(), upright.end(), lead) == upright.end()) {
        return std::nullopt;
    }
    if (!measured.t) {
        return in_lead(measured, "T not measured");
    }
    if (meets(criteria::inverted_t, *measured.t)) {
        return reason_for(in_lead(measured, "T"), *measured.t, criteria::inverted_t);
    }
    return std::nullopt;
}

std::optional<std::string> unusual_q(const LeadMeasurements& measured, Lead lead) {
    constexpr std::array judged{Lead::I,  Lead::II, Lead::aVL, Lead::aVF,
                                Lead::V4, Lead::V5, Lead::V6};
    if (!measured.q || !measured.q_duration) {
        return std::nullopt;
    }
    if (is_v2_v3(lead) && meets(criteria::wide_q_v2_v3, *measured.q_duration)) {
        return reason_for(in_lead(measured, "Q"), *measured.q_duration, criteria::wide_q_v2_v3);
    }
    if (std::find(judged.begin(), judged.end(), lead) != judged.end() &&
        meets(criteria::wide_q, *measured.q_duration) && meets(criteria::deep_q, *measured.q)) {
        return reason_for(in_lead(measured, "Q"), *measured.q_duration, criteria::wide_q);
    }
    return std::nullopt;
}

double height(const std::optional<Millivolts>& wave) {
    return wave ? std::abs(wave->value) : 0;
}

/// From the deepest point of the QRS to its highest.
Millivolts peak_to_peak(const LeadMeasurements& m) {
    return {std::max(height(m.r), height(m.r2)) + std::max(height(m.q), height(m.s))};
}

std::optional<std::string> unusual_voltage(const Evidence& evidence) {
    const Millivolts s_v1{height(lead_of(evidence, Lead::V1)->s)};
    const Millivolts r_left{
        std::max(height(lead_of(evidence, Lead::V5)->r), height(lead_of(evidence, Lead::V6)->r))};
    if (meets(criteria::sokolow_lyon, s_v1 + r_left)) {
        return reason_for("S V1 + R V5/V6", s_v1 + r_left, criteria::sokolow_lyon);
    }
    Millivolts highest{0};
    for (const Lead lead : all_leads) {
        if (is_limb(lead)) {
            highest = std::max(highest, peak_to_peak(*lead_of(evidence, lead)));
        }
    }
    if (meets(criteria::low_voltage, highest)) {
        return reason_for("limb leads", highest, criteria::low_voltage);
    }
    return std::nullopt;
}

} // namespace

std::optional<std::string> unusual_morphology(const Evidence& evidence) {
    for (const Lead lead : all_leads) {
        const LeadMeasurements* const measured = lead_of(evidence, lead);
        if (measured == nullptr) {
            return std::string{name_of(lead)} + " not recorded";
        }
        if (auto st = unusual_st(*measured, lead, evidence.patient)) {
            return st;
        }
        if (auto t = unusual_t(*measured, lead)) {
            return t;
        }
        if (auto q = unusual_q(*measured, lead)) {
            return q;
        }
    }
    return unusual_voltage(evidence);
}

} // namespace ecg::analyze
