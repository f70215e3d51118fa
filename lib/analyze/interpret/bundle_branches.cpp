#include "analyze/interpret/bundle_branches.hpp"

#include "analyze/interpret/criteria.hpp"
#include "analyze/interpret/lead_shape.hpp"
#include "analyze/interpret/statements.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace ecg::analyze {
namespace {

constexpr std::array left_leads{Lead::V6, Lead::V5};
constexpr std::array limb_left_leads{Lead::I, Lead::aVL};

/// "QRS 152 ms >= 120 ms", or for an incomplete block "QRS 114 ms > 110 ms".
std::string width_reason(Milliseconds qrs) {
    return meets(criteria::wide_qrs, qrs) ? reason_for("QRS", qrs, criteria::wide_qrs)
                                          : reason_for("QRS", qrs, criteria::borderline_qrs);
}

bool is_late(const LeadMeasurements& lead, const Limit<Milliseconds>& limit) {
    return lead.r_peak_time && meets(limit, *lead.r_peak_time);
}

/// The first of leads where R, which must prevail, peaks late; nullptr where it does in none.
template <std::size_t N>
const LeadMeasurements* late_lead(const Evidence& evidence, const std::array<Lead, N>& leads,
                                  const Limit<Milliseconds>& limit) {
    for (const Lead which : leads) {
        const auto* const lead = measured_lead(evidence, which);
        if (lead != nullptr && points_up(*lead) && is_late(*lead, limit)) {
            return lead;
        }
    }
    return nullptr;
}

/// No q in I, V5, V6; in V5 and V6 one that prevails is the displaced transition, and allowed.
bool lacks_septal_q(const Evidence& evidence) {
    const auto* const i = measured_lead(evidence, Lead::I);
    if (i == nullptr || has_q(*i) || is_qs(*i)) {
        return false;
    }
    return std::none_of(left_leads.begin(), left_leads.end(), [&](Lead which) {
        const auto* const lead = measured_lead(evidence, which);
        return lead != nullptr && points_up(*lead) && has_q(*lead);
    });
}

bool is_notched_left(const Evidence& evidence) {
    constexpr std::array leads{Lead::I, Lead::aVL, Lead::V5, Lead::V6};
    return std::any_of(leads.begin(), leads.end(), [&](Lead which) {
        const auto* const lead = measured_lead(evidence, which);
        return lead != nullptr && points_up(*lead) && lead->notches && !lead->notches->empty();
    });
}

Finding complete_left_block(const Evidence& evidence, const LeadMeasurements& late,
                            const Limit<Milliseconds>& limit, bool notched) {
    std::string reason = width_reason(*evidence.measured.qrs);
    append_reason(reason, reason_for(in_lead(late, "R peak"), *late.r_peak_time, limit));
    append_reason(reason, "no q in I, V5, V6");
    append_reason(reason, notched ? "V1 mainly negative, R notched" : "V1 mainly negative");
    return say(statements::left_block, reason, limit.source,
               notched ? Certainty::definite : Certainty::probable);
}

std::optional<Finding> incomplete_left_block(const Evidence& evidence) {
    std::string reason = width_reason(*evidence.measured.qrs);
    for (const Lead which : left_leads) {
        const auto* const lead = measured_lead(evidence, which);
        if (lead == nullptr || !points_up(*lead) || !is_late(*lead, criteria::late_left_r)) {
            return std::nullopt;
        }
        append_reason(reason, reason_for(in_lead(*lead, "R peak"), *lead->r_peak_time,
                                         criteria::late_left_r));
    }
    append_reason(reason, "no q in I, V5, V6");
    return say(statements::incomplete_left_block, reason, criteria::late_left_r.source,
               Certainty::probable);
}

/// Flutter waves may go with the QRS, and one behind it looks like a small R'.
bool may_flutter(const Evidence& evidence) {
    constexpr std::array rhythms{"IRREG", "REGUL", "SVTAC", "WQT", "AFLT"};
    return std::find(rhythms.begin(), rhythms.end(), evidence.rhythm.name) != rhythms.end();
}

/// The last R of V1 or V2 peaks late, as it does when the right ventricle comes last.
const LeadMeasurements* late_right_lead(const Evidence& evidence) {
    for (const Lead which : {Lead::V1, Lead::V2}) {
        const auto* const lead = measured_lead(evidence, which);
        if (lead == nullptr || !is_late(*lead, criteria::late_right_r)) {
            continue;
        }
        const auto& last_r = lead->r2 ? lead->r2 : lead->q ? lead->r : std::nullopt; // rsR', qR
        const bool counts = last_r && meets(criteria::r_prime, *last_r) && !may_flutter(evidence);
        if (counts || points_up(*lead)) {
            return lead;
        }
    }
    return nullptr;
}

/// S wide, or longer than R.
bool has_wide_s(const LeadMeasurements& lead) {
    return lead.s_duration && (meets(criteria::wide_s, *lead.s_duration) ||
                               (lead.r_duration && *lead.s_duration > *lead.r_duration));
}

/// Of I and V6 those with a wide S, with how wide it is.
std::vector<std::string> wide_s_reasons(const Evidence& evidence) {
    std::vector<std::string> reasons;
    for (const Lead which : {Lead::I, Lead::V6}) {
        const auto* const lead = measured_lead(evidence, which);
        if (lead != nullptr && has_wide_s(*lead)) {
            reasons.push_back(in_lead(*lead, "S ") + text_of(*lead->s_duration));
        }
    }
    return reasons;
}

std::string right_reason(const Evidence& evidence, const LeadMeasurements& late,
                         const std::vector<std::string>& wide_s) {
    std::string reason = width_reason(*evidence.measured.qrs);
    append_reason(reason, reason_for(in_lead(late, late.r2 ? "R' peak" : "R peak"),
                                     *late.r_peak_time, criteria::late_right_r));
    for (const std::string& s : wide_s) {
        append_reason(reason, s);
    }
    return reason;
}

/// R' above R with a QRS that is not wide: Minnesota code 7-3. An R' without a top of its own is
/// the way from S to ST.
std::optional<Finding> right_block_by_r_prime(const Evidence& evidence) {
    if (may_flutter(evidence)) {
        return std::nullopt;
    }
    for (const Lead which : {Lead::V1, Lead::V2}) {
        const auto* const lead = measured_lead(evidence, which);
        if (lead != nullptr && lead->r && lead->r2 && meets(criteria::r_prime, *lead->r2) &&
            *lead->r2 > *lead->r && is_late(*lead, criteria::late_right_r)) {
            return say(statements::incomplete_right_block,
                       in_lead(*lead, "R' ") + text_of(*lead->r2) + " > R " + text_of(*lead->r) +
                           ", QRS " + text_of(*evidence.measured.qrs),
                       "prineas-1982", Certainty::probable);
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<Finding> left_bundle_block(const Evidence& evidence) {
    const auto qrs = evidence.measured.qrs;
    const auto* const v1 = measured_lead(evidence, Lead::V1);
    if (!qrs || v1 == nullptr || !points_down(*v1) || !lacks_septal_q(evidence)) {
        return std::nullopt;
    }
    if (!meets(criteria::wide_qrs, *qrs)) {
        return meets(criteria::borderline_qrs, *qrs) ? incomplete_left_block(evidence)
                                                     : std::nullopt;
    }
    const bool notched = is_notched_left(evidence);
    if (const auto* late = late_lead(evidence, left_leads, criteria::late_left_r)) {
        return complete_left_block(evidence, *late, criteria::late_left_r, notched);
    }
    if (const auto* late = late_lead(evidence, limb_left_leads, criteria::late_limb_r)) {
        return complete_left_block(evidence, *late, criteria::late_limb_r, notched);
    }
    return std::nullopt;
}

std::optional<Finding> right_bundle_block(const Evidence& evidence) {
    const auto qrs = evidence.measured.qrs;
    if (!qrs) {
        return std::nullopt;
    }
    const bool complete = meets(criteria::wide_qrs, *qrs);
    const auto* const late = late_right_lead(evidence);
    const auto wide_s = wide_s_reasons(evidence);
    if (late != nullptr && !wide_s.empty() && meets(criteria::borderline_qrs, *qrs)) {
        return say(complete ? statements::right_block : statements::incomplete_right_block,
                   right_reason(evidence, *late, wide_s), criteria::late_right_r.source,
                   wide_s.size() == 2 ? Certainty::definite : Certainty::probable);
    }
    return complete ? std::nullopt : right_block_by_r_prime(evidence);
}

bool is_masked_by_conduction(const Evidence& evidence) {
    const auto qrs = evidence.measured.qrs;
    return qrs && meets(criteria::wide_qrs, *qrs) && !right_bundle_block(evidence);
}

bool is_masked_by_right_block(const Evidence& evidence, Lead lead) {
    const auto qrs = evidence.measured.qrs;
    const bool right_chest = lead == Lead::V1 || lead == Lead::V2 || lead == Lead::V3;
    return right_chest && qrs && meets(criteria::wide_qrs, *qrs) && right_bundle_block(evidence);
}

} // namespace ecg::analyze
