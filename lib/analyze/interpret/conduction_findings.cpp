#include "analyze/interpret/bundle_branches.hpp"
#include "analyze/interpret/criteria.hpp"
#include "analyze/interpret/lead_shape.hpp"
#include "analyze/interpret/rules.hpp"
#include "analyze/interpret/statements.hpp"

#include <string>

namespace ecg::analyze {
namespace {

bool is_wide(const Evidence& evidence) {
    return evidence.measured.qrs && meets(criteria::wide_qrs, *evidence.measured.qrs);
}

/// In the rhythm of a wide-QRS tachycardia the shape may be that of the ventricles.
Finding weighed(Finding finding, const Evidence& evidence) {
    if (evidence.rhythm.name == "WQT") {
        finding.certainty = Certainty::consider;
    }
    return finding;
}

/// Wide or nearly so, and all that tells the bundle branches was measured and does not show them.
void judge_nonspecific(const Evidence& evidence, Findings& findings) {
    const auto qrs = evidence.measured.qrs;
    for (const Lead which : {Lead::I, Lead::V1, Lead::V2, Lead::V5, Lead::V6}) {
        if (measured_lead(evidence, which) == nullptr) {
            return;
        }
    }
    if (!qrs || !meets(criteria::borderline_qrs, *qrs)) {
        return;
    }
    const bool wide = meets(criteria::wide_qrs, *qrs);
    const auto& limit = wide ? criteria::wide_qrs : criteria::borderline_qrs;
    findings.push_back(
        say(wide ? statements::wide_conduction : statements::slow_conduction,
            reason_for("QRS", *qrs, limit) + " without the shape of a bundle branch block",
            limit.source));
}

bool is_qr(const LeadMeasurements* lead) {
    return lead != nullptr && lead->q && lead->r && points_up(*lead);
}

bool is_rs(const LeadMeasurements* lead) {
    return lead != nullptr && lead->r && lead->s && !has_q(*lead) && points_down(*lead);
}

/// S prevails in the inferior leads, of which one has an R: no row of QS, which a scar makes.
bool is_rs_below(const Evidence& evidence) {
    bool has_r = false;
    for (const Lead which : {Lead::II, Lead::III, Lead::aVF}) {
        const auto* const lead = measured_lead(evidence, which);
        if (lead == nullptr || !points_down(*lead)) {
            return false;
        }
        has_r = has_r || (lead->r && !has_q(*lead));
    }
    return has_r;
}

void judge_left_anterior(const Evidence& evidence, bool right_block, Findings& findings) {
    const auto axis = evidence.measured.qrs_axis;
    const auto* const avl = measured_lead(evidence, Lead::aVL);
    const bool left =
        axis && meets(criteria::lafb_axis, *axis) && !meets(criteria::extreme_axis, *axis);
    if (!left || !is_qr(avl) || !is_rs_below(evidence) || !avl->r_peak_time ||
        !meets(criteria::lafb_r_peak, *avl->r_peak_time) || (is_wide(evidence) && !right_block)) {
        return;
    }
    std::string reason = reason_for("QRS axis", *axis, criteria::lafb_axis);
    append_reason(reason, "qR in aVL, rS in II, III, aVF");
    append_reason(reason, reason_for("aVL R peak", *avl->r_peak_time, criteria::lafb_r_peak));
    findings.push_back(say(statements::left_anterior_block, reason, criteria::lafb_axis.source,
                           right_block ? Certainty::probable : Certainty::definite));
}

void judge_left_posterior(const Evidence& evidence, bool right_block, Findings& findings) {
    const auto axis = evidence.measured.qrs_axis;
    const bool shaped =
        is_rs(measured_lead(evidence, Lead::I)) && is_rs(measured_lead(evidence, Lead::aVL)) &&
        is_qr(measured_lead(evidence, Lead::III)) && is_qr(measured_lead(evidence, Lead::aVF));
    if (!axis || !meets(criteria::right_axis, *axis) || !shaped ||
        (is_wide(evidence) && !right_block)) {
        return;
    }
    std::string reason = reason_for("QRS axis", *axis, criteria::right_axis);
    append_reason(reason, "rS in I and aVL, qR in III and aVF");
    append_reason(reason, "right ventricular hypertrophy not excluded");
    findings.push_back(say(statements::left_posterior_block, reason, criteria::right_axis.source,
                           Certainty::consider));
}

/// The delta wave itself is not measured, so this stays a thing to consider.
void judge_pre_excitation(const Evidence& evidence, Findings& findings) {
    const auto pr = evidence.measured.pr;
    if (!pr || !is_sinus(evidence) || !meets(criteria::short_pr, *pr) || !is_wide(evidence)) {
        return;
    }
    std::string reason = reason_for("PR", *pr, criteria::short_pr);
    append_reason(reason, reason_for("QRS", *evidence.measured.qrs, criteria::wide_qrs));
    append_reason(reason, "delta wave not measured");
    findings.push_back(
        say(statements::pre_excitation, reason, criteria::short_pr.source, Certainty::consider));
}

} // namespace

Findings conduction_findings(const Evidence& evidence) {
    Findings findings;
    if (!can_judge_shape(evidence)) {
        return findings;
    }
    const auto right = right_bundle_block(evidence);
    const auto left = right ? std::nullopt : left_bundle_block(evidence);
    if (right) {
        findings.push_back(weighed(*right, evidence));
    } else if (left) {
        findings.push_back(weighed(*left, evidence));
    } else {
        judge_nonspecific(evidence, findings);
    }
    const bool right_block = right && is_wide(evidence);
    judge_left_anterior(evidence, right_block, findings);
    judge_left_posterior(evidence, right_block, findings);
    judge_pre_excitation(evidence, findings);
    return findings;
}

} // namespace ecg::analyze
