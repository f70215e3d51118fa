#include "analyze/interpret/criteria.hpp"
#include "analyze/interpret/rules.hpp"
#include "analyze/interpret/statements.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace ecg::analyze {
namespace {

void judge_pr(const Evidence& evidence, Findings& findings) {
    const auto pr = evidence.measured.pr;
    if (!pr || !is_adult(evidence) || !is_sinus(evidence)) {
        return;
    }
    if (meets(criteria::short_pr, *pr)) {
        findings.push_back(say(statements::short_pr, reason_for("PR", *pr, criteria::short_pr),
                               criteria::short_pr.source));
    } else if (const auto sigma = evidence.measured.pr_uncertainty;
               meets(criteria::long_pr, *pr) && sigma && !meets(criteria::long_pr, *pr - *sigma)) {
        findings.push_back(say(statements::maybe_long_pr,
                               reason_for("PR", *pr, criteria::long_pr) +
                                   ", by less than its uncertainty of " + text_of(*sigma),
                               criteria::long_pr.source));
    } else if (meets(criteria::long_pr, *pr)) {
        const bool very = meets(criteria::very_long_pr, *pr);
        findings.push_back(say(very ? statements::very_long_pr : statements::long_pr,
                               reason_for("PR", *pr, criteria::long_pr), criteria::long_pr.source));
    }
}

void judge_qrs(const Evidence& evidence, Findings& findings) {
    const auto qrs = evidence.measured.qrs;
    if (!qrs || !is_adult(evidence) || !has_bandwidth(evidence)) {
        return;
    }
    if (meets(criteria::wide_qrs, *qrs)) {
        findings.push_back(say(statements::wide_qrs, reason_for("QRS", *qrs, criteria::wide_qrs),
                               criteria::wide_qrs.source));
    } else if (meets(criteria::borderline_qrs, *qrs)) {
        findings.push_back(say(statements::borderline_qrs,
                               reason_for("QRS", *qrs, criteria::borderline_qrs),
                               criteria::borderline_qrs.source));
    }
}

/// Why no rate correction holds here; "" when one does.
std::string why_no_qtc(const Evidence& evidence) {
    const auto qt = evidence.measured.qt;
    if (qt && meets(criteria::unlikely_qt, *qt)) {
        return reason_for("QT", *qt, criteria::unlikely_qt);
    }
    const auto qrs = evidence.measured.qrs;
    if (qrs && meets(criteria::wide_qrs, *qrs)) {
        return reason_for("QRS", *qrs, criteria::wide_qrs);
    }
    if (evidence.rhythm.name == "AFIB" || evidence.rhythm.name == "IRREG") {
        return "RR varies too much for a rate correction (" + evidence.rhythm.name + ")";
    }
    if (evidence.rhythm.name == "AFLT") {
        return "flutter waves run through the end of T";
    }
    return "";
}

Finding qtc_finding(const Statement& statement, const Evidence& evidence,
                    const Limit<Milliseconds>& limit) {
    std::string reason = reason_for("QTc (Framingham)", *evidence.measured.qtc.framingham, limit);
    const CorrectedQt& qtc = evidence.measured.qtc;
    for (const auto& [name, value] :
         {std::pair{"Fridericia", qtc.fridericia}, std::pair{"Hodges", qtc.hodges},
          std::pair{"Rautaharju", qtc.rautaharju}, std::pair{"Bazett", qtc.bazett}}) {
        if (value) {
            reason.append(", ").append(name).append(" ").append(text_of(*value));
        }
    }
    return say(statement, reason, limit.source);
}

/// Critical only when the T of more leads than one bears the end of QT out.
Finding critical_qtc_finding(const Evidence& evidence) {
    Finding finding = qtc_finding(statements::critical_qt, evidence, criteria::critical_qtc);
    const auto& leads = evidence.measured.leads;
    const auto with_t = std::count_if(leads.begin(), leads.end(), [](const LeadMeasurements& lead) {
        return lead.qt_tangent.has_value();
    });
    if (meets(criteria::few_leads, Count{static_cast<double>(with_t)})) {
        finding.critical = false;
        finding.certainty = Certainty::consider;
        finding.reason += ", from one lead";
    }
    return finding;
}

/// With the sex unknown, what holds for both is said, and what holds for men alone considered.
void judge_long_qtc(const Evidence& evidence, Milliseconds qtc, Findings& findings) {
    const auto sex = evidence.patient.sex;
    const auto& limit = sex == Sex::male ? criteria::long_qtc_men : criteria::long_qtc_women;
    if (meets(limit, qtc)) {
        findings.push_back(qtc_finding(statements::long_qt, evidence, limit));
    } else if (!sex && meets(criteria::long_qtc_men, qtc)) {
        Finding finding = qtc_finding(statements::maybe_long_qt, evidence, criteria::long_qtc_men);
        finding.reason += ", the limit for men; sex not given";
        finding.certainty = Certainty::consider;
        findings.push_back(finding);
    }
}

/// Bazett must agree: at a fast rate the linear formula alone makes QTc too short.
void judge_short_qtc(const Evidence& evidence, Milliseconds qtc, Findings& findings) {
    const auto bazett = evidence.measured.qtc.bazett;
    const auto is_at_most = [&](const Limit<Milliseconds>& limit) {
        return meets(limit, qtc) && (!bazett || meets(limit, *bazett));
    };
    if (is_at_most(criteria::very_short_qtc)) {
        findings.push_back(
            qtc_finding(statements::very_short_qt, evidence, criteria::very_short_qtc));
    } else if (is_at_most(criteria::short_qtc)) {
        findings.push_back(qtc_finding(statements::short_qt, evidence, criteria::short_qtc));
    }
}

void judge_qtc(const Evidence& evidence, Findings& findings) {
    const auto qtc = evidence.measured.qtc.framingham;
    if (!qtc) {
        return;
    }
    if (const std::string why = why_no_qtc(evidence); !why.empty()) {
        findings.push_back(say(statements::no_qtc, why, criteria::long_qtc_men.source));
    } else if (meets(criteria::critical_qtc, *qtc)) {
        findings.push_back(critical_qtc_finding(evidence));
    } else if (is_adult(evidence)) {
        judge_long_qtc(evidence, *qtc, findings);
        judge_short_qtc(evidence, *qtc, findings);
    }
}

} // namespace

Findings interval_findings(const Evidence& evidence) {
    Findings findings;
    judge_pr(evidence, findings);
    judge_qrs(evidence, findings);
    judge_qtc(evidence, findings);
    return findings;
}

} // namespace ecg::analyze
