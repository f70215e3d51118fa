#include "analyze/interpret/bundle_branches.hpp"
#include "analyze/interpret/criteria.hpp"
#include "analyze/interpret/lead_shape.hpp"
#include "analyze/interpret/rules.hpp"
#include "analyze/interpret/st_limits.hpp"
#include "analyze/interpret/statements.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace ecg::analyze {
namespace {

/// The noise of the mean beat does not make such a level by itself.
bool is_above_noise(const LeadMeasurements& lead) {
    if (!lead.st_uncertainty || lead.st_uncertainty->value <= 0) {
        return true;
    }
    const double weaker = std::min(std::abs(lead.st_j->value), std::abs(lead.st_60->value));
    return meets(criteria::st_noise, Count{std::floor(weaker / lead.st_uncertainty->value)});
}

/// ST is up at J and still 60 ms later, so that no steep end of the QRS counts as ST.
bool is_up(const LeadMeasurements& lead, Lead which, const Patient& patient) {
    const auto& limit = st_up_limit(which, patient);
    return lead.st_j && lead.st_60 && meets(limit, *lead.st_j) && meets(limit, *lead.st_60) &&
           is_above_noise(lead);
}

/// Down at J and no higher than the limit 60 ms later: what rises from J is no depression.
bool is_down(const LeadMeasurements& lead) {
    return lead.st_j && lead.st_60 && meets(criteria::st_down, *lead.st_j) &&
           meets(criteria::st_down, *lead.st_60) && is_above_noise(lead);
}

/// "ST at J III 0.39 mV >= 0.1 mV, aVF 0.34 mV >= 0.1 mV"
template <class LimitOf>
std::string st_reason(const Evidence& evidence, const LeadSet& set, LimitOf limit_of) {
    std::string reason;
    for (const Lead which : all_leads) {
        if (has(set, which)) {
            append_reason(reason, reason_for(name_of(which), *measured_lead(evidence, which)->st_j,
                                             limit_of(which)));
        }
    }
    return "ST at J " + reason;
}

/// The wall of the heart that these leads look at.
const Statement& injury_at(const LeadSet& up) {
    const bool inferior = has_any(up, {Lead::II, Lead::III, Lead::aVF});
    const bool front = has_any(up, {Lead::V1, Lead::V2, Lead::V3, Lead::V4});
    const bool lateral = has_any(up, {Lead::I, Lead::aVL, Lead::V5, Lead::V6});
    if (front) {
        return lateral ? statements::anterolateral_injury : statements::anterior_injury;
    }
    if (inferior) {
        return lateral ? statements::inferolateral_injury : statements::inferior_injury;
    }
    return statements::lateral_injury;
}

/// ST is down where it mirrors what is up: the limb leads for each other, V1 to V4 for the rest.
bool has_mirror(const LeadSet& up, const LeadSet& down) {
    const bool inferior = has_any(up, {Lead::II, Lead::III, Lead::aVF});
    return inferior ? has_any(down, {Lead::I, Lead::aVL, Lead::V1, Lead::V2, Lead::V3, Lead::V4})
                    : has_any(down, {Lead::II, Lead::III, Lead::aVF});
}

void judge_elevation(const Evidence& evidence, const LeadSet& down, Findings& findings) {
    const Patient& patient = evidence.patient;
    const LeadSet up = in_pairs(leads_where(evidence, [&](const auto& lead, Lead which) {
        return which != Lead::aVR && is_up(lead, which, patient);
    }));
    if (!any(up)) {
        return;
    }
    std::string reason = st_reason(evidence, up, [&](Lead which) -> const Limit<Millivolts>& {
        return st_up_limit(which, patient);
    });
    if (!patient.sex || (patient.sex == Sex::male && !patient.age)) {
        reason += patient.sex ? "; age not given" : "; sex not given";
    }
    findings.push_back(say(statements::st_elevation, reason, criteria::st_up.source));
    if (!is_masked_by_conduction(evidence)) {
        const bool mirror = has_mirror(up, down);
        reason += mirror ? "; ST depression opposite" : "; no ST depression opposite";
        findings.push_back(say(injury_at(up), reason, criteria::st_up.source,
                               mirror ? Certainty::probable : Certainty::consider));
    }
}

void judge_depression(const Evidence& evidence, const LeadSet& down, Findings& findings) {
    const LeadSet paired = in_pairs(down);
    if (!any(paired)) {
        return;
    }
    const bool marked = std::any_of(all_leads.begin(), all_leads.end(), [&](Lead which) {
        return has(paired, which) &&
               meets(criteria::marked_st_down, *measured_lead(evidence, which)->st_j);
    });
    findings.push_back(
        say(marked ? statements::marked_st_depression : statements::st_depression,
            st_reason(evidence, paired,
                      [](Lead) -> const Limit<Millivolts>& { return criteria::st_down; }),
            criteria::st_down.source));
}

} // namespace

Findings st_findings(const Evidence& evidence) {
    Findings findings;
    if (!can_judge_shape(evidence)) {
        return findings;
    }
    const LeadSet down = leads_where(
        evidence, [](const auto& lead, Lead which) { return which != Lead::aVR && is_down(lead); });
    judge_elevation(evidence, down, findings);
    judge_depression(evidence, down, findings);
    return findings;
}

} // namespace ecg::analyze
