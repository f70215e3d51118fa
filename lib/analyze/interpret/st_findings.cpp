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
bool is_up(const LeadMeasurements& lead, const Limit<Millivolts>& limit) {
    return lead.st_j && lead.st_60 && meets(limit, *lead.st_j) && meets(limit, *lead.st_60) &&
           is_above_noise(lead);
}

using LimitOf = const Limit<Millivolts>& (*)(Lead, const Patient&);

LeadSet leads_up(const Evidence& evidence, LimitOf limit_of) {
    return in_pairs(leads_where(evidence, [&](const auto& lead, Lead which) {
        return which != Lead::aVR && is_up(lead, limit_of(which, evidence.patient));
    }));
}

/// Down at J and no higher than the limit 60 ms later: what rises from J is no depression.
bool is_down(const LeadMeasurements& lead) {
    return lead.st_j && lead.st_60 && meets(criteria::st_down, *lead.st_j) &&
           meets(criteria::st_down, *lead.st_60) && is_above_noise(lead);
}

/// "ST at J III 0.39 mV >= 0.1 mV, aVF 0.34 mV >= 0.1 mV"
std::string st_reason(const Evidence& evidence, const LeadSet& set, LimitOf limit_of) {
    std::string reason;
    for (const Lead which : all_leads) {
        if (has(set, which)) {
            append_reason(reason, reason_for(name_of(which), *measured_lead(evidence, which)->st_j,
                                             limit_of(which, evidence.patient)));
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

/// What of the patient the limits would take and nobody gave; "" when nothing.
std::string not_given(const Patient& patient) {
    if (!patient.sex) {
        return "; sex not given";
    }
    return *patient.sex == Sex::male && !patient.age ? "; age not given" : "";
}

void judge_elevation(const Evidence& evidence, Findings& findings) {
    const LeadSet up = leads_up(evidence, st_up_limit);
    if (any(up)) {
        findings.push_back(say(statements::st_elevation,
                               st_reason(evidence, up, st_up_limit) + not_given(evidence.patient),
                               criteria::st_up.source));
    }
}

/// By limits that hold for everybody, where it is not known for whom they must. A slow conduction
/// moves ST against the QRS; what goes with it is not its doing [sgarbossa-1996].
void judge_injury(const Evidence& evidence, const LeadSet& down, Findings& findings) {
    LeadSet up = leads_up(evidence, st_alarm_limit);
    if (is_masked_by_conduction(evidence)) {
        const LeadSet upright =
            leads_where(evidence, [](const auto& lead, Lead) { return points_up(lead); });
        for (const Lead which : all_leads) {
            up[index_of(which)] = has(up, which) && has(upright, which);
        }
        up = in_pairs(up);
    }
    if (!any(up)) {
        return;
    }
    const bool mirror = has_mirror(up, down);
    findings.push_back(
        say(injury_at(up),
            st_reason(evidence, up, st_alarm_limit) + not_given(evidence.patient) +
                (mirror ? "; ST depression opposite" : "; no ST depression opposite"),
            criteria::st_up.source, mirror ? Certainty::probable : Certainty::consider));
}

const Limit<Millivolts>& st_down_limit(Lead /*lead*/, const Patient& /*patient*/) {
    return criteria::st_down;
}

void judge_depression(const Evidence& evidence, LeadSet down, Findings& findings) {
    for (const Lead which : all_leads) {
        down[index_of(which)] = has(down, which) && !is_masked_by_right_block(evidence, which);
    }
    const LeadSet paired = in_pairs(down);
    if (!any(paired)) {
        return;
    }
    const bool marked = std::any_of(all_leads.begin(), all_leads.end(), [&](Lead which) {
        return has(paired, which) &&
               meets(criteria::marked_st_down, *measured_lead(evidence, which)->st_j);
    });
    findings.push_back(say(marked ? statements::marked_st_depression : statements::st_depression,
                           st_reason(evidence, paired, st_down_limit), criteria::st_down.source));
}

} // namespace

Findings st_findings(const Evidence& evidence) {
    Findings findings;
    if (!can_judge_shape(evidence)) {
        return findings;
    }
    const LeadSet down = leads_where(
        evidence, [](const auto& lead, Lead which) { return which != Lead::aVR && is_down(lead); });
    judge_elevation(evidence, findings);
    judge_injury(evidence, down, findings);
    judge_depression(evidence, down, findings);
    return findings;
}

} // namespace ecg::analyze
