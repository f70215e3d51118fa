#include "analyze/interpret/bundle_branches.hpp"
#include "analyze/interpret/criteria.hpp"
#include "analyze/interpret/lead_shape.hpp"
#include "analyze/interpret/rules.hpp"
#include "analyze/interpret/statements.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace ecg::analyze {
namespace {

/// aVR and V1 have an inverted T in healthy hearts; elsewhere R must prevail.
bool is_inverted(const LeadMeasurements& lead, Lead which) {
    return which != Lead::aVR && which != Lead::V1 && points_up(lead) && lead.t &&
           meets(criteria::inverted_t, *lead.t);
}

/// What T has of the R before it, where that is tall enough to ask; V1 to V3 and the right-hand
/// limb leads are not asked.
bool is_low(const LeadMeasurements& lead, Lead which) {
    constexpr std::array asked{Lead::I, Lead::II, Lead::aVL, Lead::V4, Lead::V5, Lead::V6};
    const bool is_asked = std::find(asked.begin(), asked.end(), which) != asked.end();
    const double r = tallest(lead).value;
    return is_asked && lead.t && points_up(lead) && meets(criteria::low_t_r, Millivolts{r}) &&
           !meets(criteria::inverted_t, *lead.t) &&
           meets(criteria::low_t, Share{lead.t->value / r});
}

template <class Value, class ValueOf>
std::string t_reason(const Evidence& evidence, const LeadSet& set, const Limit<Value>& limit,
                     ValueOf value_of) {
    std::string reason;
    for (const Lead which : all_leads) {
        if (has(set, which)) {
            append_reason(reason, reason_for(name_of(which),
                                             value_of(*measured_lead(evidence, which)), limit));
        }
    }
    return reason;
}

void judge_inverted(const Evidence& evidence, Findings& findings) {
    const LeadSet set = in_pairs(leads_where(evidence, [&](const auto& lead, Lead which) {
        return is_inverted(lead, which) && !is_masked_by_right_block(evidence, which);
    }));
    if (any(set)) {
        findings.push_back(say(statements::inverted_t,
                               "T " + t_reason(evidence, set, criteria::inverted_t,
                                               [](const auto& lead) { return *lead.t; }),
                               criteria::inverted_t.source));
    }
}

void judge_low(const Evidence& evidence, Findings& findings) {
    const LeadSet set = in_pairs(leads_where(evidence, is_low));
    if (any(set)) {
        findings.push_back(say(statements::low_t,
                               "T of R " + t_reason(evidence, set, criteria::low_t,
                                                    [](const auto& lead) {
                                                        return Share{lead.t->value /
                                                                     tallest(lead).value};
                                                    }),
                               criteria::low_t.source));
    }
}

void judge_tall(const Evidence& evidence, Findings& findings) {
    const LeadSet set = leads_where(evidence, [](const auto& lead, Lead) {
        return lead.t && meets(criteria::tall_t, *lead.t);
    });
    if (any(set)) {
        findings.push_back(say(statements::tall_t,
                               "T " + t_reason(evidence, set, criteria::tall_t,
                                               [](const auto& lead) { return *lead.t; }),
                               criteria::tall_t.source, Certainty::consider));
    }
}

void judge_r_progression(const Evidence& evidence, Findings& findings) {
    const auto* const v2 = measured_lead(evidence, Lead::V2);
    const auto* const v3 = measured_lead(evidence, Lead::V3);
    if (v2 == nullptr || v3 == nullptr) {
        return;
    }
    const Millivolts r = tallest(*v3);
    if (meets(criteria::low_r_v3, r) && tallest(*v2) <= r && points_down(*v3)) {
        findings.push_back(say(statements::poor_progression,
                               reason_for("R V3", r, criteria::low_r_v3),
                               criteria::low_r_v3.source));
    } else if (points_up(*v2)) {
        findings.push_back(say(statements::early_transition,
                               "V2 R " + text_of(tallest(*v2)) + " > S " + text_of(deepest(*v2)),
                               "surawicz-2008"));
    }
}

} // namespace

Findings t_findings(const Evidence& evidence) {
    Findings findings;
    if (!can_judge_shape(evidence) || is_masked_by_conduction(evidence)) {
        return findings;
    }
    judge_inverted(evidence, findings);
    judge_low(evidence, findings);
    judge_tall(evidence, findings);
    judge_r_progression(evidence, findings);
    return findings;
}

} // namespace ecg::analyze
