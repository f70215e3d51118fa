#include "analyze/interpret/criteria.hpp"
#include "analyze/interpret/lead_shape.hpp"
#include "analyze/interpret/rules.hpp"
#include "analyze/interpret/statements.hpp"

#include <array>
#include <string>

namespace ecg::analyze {
namespace {

/// With the arms exchanged I is upside down in P and QRS and P of aVR, where it shows, upright,
/// while V6, which looks from the same side as I, stays as it was. A heart on the right-hand side
/// and a P from the left atrium turn V6 over too.
void judge_arms(const Evidence& evidence, Findings& findings) {
    const auto* const i = measured_lead(evidence, Lead::I);
    const auto* const avr = measured_lead(evidence, Lead::aVR);
    const auto* const v6 = measured_lead(evidence, Lead::V6);
    if (i == nullptr || v6 == nullptr || !i->p || !v6->p) {
        return;
    }
    const bool avr_speaks_against = avr != nullptr && avr->p && avr->p->value <= 0;
    const bool arms_turned = i->p->value < 0 && points_down(*i) && !avr_speaks_against;
    const bool v6_as_it_was = points_up(*v6) && v6->p->value > 0;
    if (arms_turned && v6_as_it_was) {
        findings.push_back(say(statements::exchanged_electrodes,
                               "P and QRS of I negative, those of V6 positive: consider "
                               "arm electrodes exchanged",
                               "own", Certainty::probable));
    }
}

/// Between two legs there is no voltage: a limb lead without QRS beside others that have one.
void judge_legs(const Evidence& evidence, Findings& findings) {
    constexpr std::array limb{Lead::I, Lead::II, Lead::III};
    const LeadMeasurements* flat = nullptr;
    for (const Lead which : limb) {
        const auto* const lead = measured_lead(evidence, which);
        if (lead == nullptr) {
            return;
        }
        const Millivolts height = peak_to_peak(*lead);
        if (meets(criteria::no_voltage, height)) {
            if (flat != nullptr) {
                return;
            }
            flat = lead;
        } else if (!meets(criteria::some_voltage, height)) {
            return;
        }
    }
    if (flat != nullptr) {
        findings.push_back(
            say(statements::exchanged_electrodes,
                reason_for("QRS of " + flat->lead, peak_to_peak(*flat), criteria::no_voltage) +
                    " beside full limb leads: consider an arm and the right leg "
                    "exchanged",
                criteria::no_voltage.source, Certainty::consider));
    }
}

} // namespace

Findings electrode_findings(const Evidence& evidence) {
    Findings findings;
    if (can_judge_shape(evidence)) {
        judge_arms(evidence, findings);
        judge_legs(evidence, findings);
    }
    return findings;
}

} // namespace ecg::analyze
