#include "analyze/interpret/rules.hpp"
#include "analyze/interpret/statements.hpp"
#include "analyze/limit.hpp"

#include <algorithm>
#include <string>

namespace ecg::analyze {
namespace {

bool is_all_measured(const Measurements& m) {
    return m.heart_rate && m.pr && m.qrs && m.qt && m.qtc.framingham && m.qrs_axis;
}

std::string values_of(const Measurements& m) {
    return "rate " + text_of(*m.heart_rate) + ", PR " + text_of(*m.pr) + ", QRS " +
           text_of(*m.qrs) + ", QTc (Framingham) " + text_of(*m.qtc.framingham) + ", axis " +
           text_of(*m.qrs_axis) + ", ST, T and Q within limits";
}

} // namespace

std::optional<Finding> overall_finding(const Evidence& evidence, const Findings& findings) {
    const bool can_tell =
        can_judge_shape(evidence) && is_sinus(evidence) && is_all_measured(evidence.measured);
    if (!can_tell || findings.empty()) {
        return std::nullopt;
    }
    const auto worst =
        std::max_element(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
            return a.severity < b.severity;
        });
    if (worst->severity > Severity::otherwise_normal || unusual_morphology(evidence)) {
        return std::nullopt;
    }
    std::string reason = values_of(evidence.measured);
    if (!evidence.patient.age) {
        reason += "; limits of adults, age not given";
    }
    return say(worst->severity == Severity::normal ? statements::normal_ecg
                                                   : statements::otherwise_normal_ecg,
               reason, "mason-2007");
}

} // namespace ecg::analyze
