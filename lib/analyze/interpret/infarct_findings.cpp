#include "analyze/interpret/bundle_branches.hpp"
#include "analyze/interpret/criteria.hpp"
#include "analyze/interpret/lead_shape.hpp"
#include "analyze/interpret/rules.hpp"
#include "analyze/interpret/statements.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>

namespace ecg::analyze {
namespace {

/// "II Q 38 ms >= 30 ms", "V2 QS"; "" where Q is none of an infarction [thygesen-2018].
std::string q_reason(const LeadMeasurements& lead, Lead which) {
    if (is_qs(lead) && meets(criteria::deep_q, *lead.q)) {
        return in_lead(lead, "QS");
    }
    if (!lead.q || !lead.r || !lead.q_duration) {
        return "";
    }
    const bool septal = which == Lead::V2 || which == Lead::V3;
    if (septal && meets(criteria::counted_q, *lead.q) &&
        meets(criteria::wide_q_v2_v3, *lead.q_duration)) {
        return reason_for(in_lead(lead, "Q"), *lead.q_duration, criteria::wide_q_v2_v3);
    }
    if (!septal && meets(criteria::wide_q, *lead.q_duration) && meets(criteria::deep_q, *lead.q)) {
        return reason_for(in_lead(lead, "Q"), *lead.q_duration, criteria::wide_q);
    }
    return "";
}

/// aVR has a Q in any heart, and V1 may have one.
bool may_tell(const LeadMeasurements& lead, Lead which) {
    return which != Lead::aVR && (which != Lead::V1 || is_qs(lead));
}

LeadSet infarct_leads(const Evidence& evidence) {
    return in_pairs(leads_where(evidence, [](const LeadMeasurements& lead, Lead which) {
        return may_tell(lead, which) && !q_reason(lead, which).empty();
    }));
}

/// Probable with one QS or large Q; smaller ones are seen in healthy hearts too.
Certainty certainty_of(const Evidence& evidence, const LeadSet& set, std::span<const Lead> leads) {
    const bool large = std::any_of(leads.begin(), leads.end(), [&](Lead which) {
        const auto* const lead = has(set, which) ? measured_lead(evidence, which) : nullptr;
        return lead != nullptr && (is_qs(*lead) || meets(criteria::large_q, *lead->q_duration));
    });
    return large ? Certainty::probable : Certainty::consider;
}

std::string reason_of(const Evidence& evidence, const LeadSet& set, std::span<const Lead> leads) {
    std::string reason;
    for (const Lead which : leads) {
        if (has(set, which)) {
            append_reason(reason, q_reason(*measured_lead(evidence, which), which));
        }
    }
    return reason;
}

const Statement& chest_statement(const LeadSet& q) {
    const bool lateral = has_any(q, {Lead::V5, Lead::V6, Lead::I, Lead::aVL});
    if (!has_any(q, {Lead::V1, Lead::V2, Lead::V3, Lead::V4})) {
        return statements::lateral_infarct;
    }
    if (lateral) {
        return statements::anterolateral_infarct;
    }
    return has(q, Lead::V4) ? statements::anterior_infarct : statements::septal_infarct;
}

void judge_inferior(const Evidence& evidence, const LeadSet& q, Findings& findings) {
    constexpr std::array leads{Lead::II, Lead::III, Lead::aVF};
    if (const std::string reason = reason_of(evidence, q, leads); !reason.empty()) {
        findings.push_back(say(statements::inferior_infarct, reason, criteria::wide_q.source,
                               certainty_of(evidence, q, leads)));
    }
}

void judge_front_and_side(const Evidence& evidence, const LeadSet& q, Findings& findings) {
    constexpr std::array leads{Lead::V1, Lead::V2, Lead::V3, Lead::V4,
                               Lead::V5, Lead::V6, Lead::I,  Lead::aVL};
    const std::string reason = reason_of(evidence, q, leads);
    if (reason.empty()) {
        return;
    }
    // A QS that ends with V2 is as often an electrode put too high.
    const bool ends_early =
        !has_any(q, {Lead::V3, Lead::V4, Lead::V5, Lead::V6, Lead::I, Lead::aVL});
    findings.push_back(say(chest_statement(q), reason, criteria::wide_q.source,
                           ends_early ? Certainty::consider : certainty_of(evidence, q, leads)));
}

/// A wide, prevailing R in V1 and V2 with an upright T mirrors the Q of the posterior wall.
void judge_posterior(const Evidence& evidence, Findings& findings) {
    std::string reason;
    for (const Lead which : {Lead::V1, Lead::V2}) {
        const auto* const lead = measured_lead(evidence, which);
        const bool mirrors = lead != nullptr && points_up(*lead) && !lead->r2 && lead->t &&
                             lead->t->value > 0 && lead->r_duration &&
                             meets(criteria::wide_r_v1_v2, *lead->r_duration);
        if (!mirrors) {
            return;
        }
        append_reason(reason,
                      reason_for(in_lead(*lead, "R"), *lead->r_duration, criteria::wide_r_v1_v2));
    }
    append_reason(reason, "R above S, T upright");
    findings.push_back(say(statements::posterior_infarct, reason, criteria::wide_r_v1_v2.source,
                           Certainty::consider));
}

} // namespace

Findings infarct_findings(const Evidence& evidence) {
    Findings findings;
    if (!can_judge_shape(evidence) || is_masked_by_conduction(evidence)) {
        return findings;
    }
    const LeadSet q = infarct_leads(evidence);
    judge_inferior(evidence, q, findings);
    judge_front_and_side(evidence, q, findings);
    if (!right_bundle_block(evidence)) {
        judge_posterior(evidence, findings);
    }
    return findings;
}

} // namespace ecg::analyze
