#include "analyze/interpret/criteria.hpp"
#include "analyze/interpret/lead_shape.hpp"
#include "analyze/interpret/rules.hpp"
#include "analyze/interpret/st_limits.hpp"
#include "model/lead.hpp"

#include <algorithm>
#include <array>
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

bool is_v2_v3(Lead lead) {
    return lead == Lead::V2 || lead == Lead::V3;
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
    constexpr std::array judged{Lead::I, Lead::II, Lead::aVF, Lead::V4, Lead::V5, Lead::V6};
    if (!measured.q || !measured.q_duration) {
        return std::nullopt;
    }
    if (is_v2_v3(lead) && meets(criteria::counted_q, *measured.q) &&
        meets(criteria::wide_q_v2_v3, *measured.q_duration)) {
        return reason_for(in_lead(measured, "Q"), *measured.q_duration, criteria::wide_q_v2_v3);
    }
    if (std::find(judged.begin(), judged.end(), lead) != judged.end() &&
        meets(criteria::wide_q, *measured.q_duration) && meets(criteria::deep_q, *measured.q)) {
        return reason_for(in_lead(measured, "Q"), *measured.q_duration, criteria::wide_q);
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
    return std::nullopt;
}

} // namespace ecg::analyze
