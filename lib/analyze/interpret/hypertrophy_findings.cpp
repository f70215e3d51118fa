#include "analyze/interpret/criteria.hpp"
#include "analyze/interpret/lead_shape.hpp"
#include "analyze/interpret/rules.hpp"
#include "analyze/interpret/statements.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

namespace ecg::analyze {
namespace {

/// A voltage criterion that is met.
struct Met {
    std::string reason;
    std::string_view source;
};

using AllMet = std::vector<Met>;

template <class Value>
void add_if_met(AllMet& met, std::string_view what, Value value, const Limit<Value>& limit) {
    if (meets(limit, value)) {
        met.push_back({reason_for(what, value, limit), limit.source});
    }
}

std::optional<Millivolts> tallest_in(const Evidence& evidence, Lead which) {
    const auto* const lead = measured_lead(evidence, which);
    return lead == nullptr ? std::nullopt : std::optional{tallest(*lead)};
}

std::optional<Millivolts> deepest_in(const Evidence& evidence, Lead which) {
    const auto* const lead = measured_lead(evidence, which);
    return lead == nullptr ? std::nullopt : std::optional{deepest(*lead)};
}

/// The taller R of V5 and V6, of those that were measured.
std::optional<Millivolts> r_of_v5_v6(const Evidence& evidence) {
    return std::max(tallest_in(evidence, Lead::V5), tallest_in(evidence, Lead::V6));
}

bool is_young(const Evidence& evidence) {
    const auto age = evidence.patient.age;
    return age && meets(criteria::lvh_voltage_age, Count{static_cast<double>(*age)});
}

/// With the sex unknown, by the limit of men, which is the stricter one.
void add_cornell(const Evidence& evidence, AllMet& met) {
    const auto r = tallest_in(evidence, Lead::aVL);
    const auto s = deepest_in(evidence, Lead::V3);
    if (!r || !s) {
        return;
    }
    const bool woman = evidence.patient.sex == Sex::female;
    const Millivolts sum = *r + *s;
    add_if_met(met, "Cornell R aVL + S V3", sum,
               woman ? criteria::cornell_women : criteria::cornell_men);
    if (evidence.measured.qrs) {
        const Millivolts adjusted = woman ? sum + criteria::cornell_product_women.value : sum;
        add_if_met(met, "Cornell product",
                   MillivoltMilliseconds{adjusted.value * evidence.measured.qrs->count()},
                   criteria::cornell_product);
    }
}

/// R of aVL is tall in left axis deviation without any hypertrophy.
void add_r_avl(const Evidence& evidence, AllMet& met) {
    const auto axis = evidence.measured.qrs_axis;
    const auto r = tallest_in(evidence, Lead::aVL);
    if (r && axis && !meets(criteria::lafb_axis, *axis)) {
        add_if_met(met, "R aVL", *r, criteria::lvh_r_avl);
    }
}

AllMet left_voltages(const Evidence& evidence) {
    AllMet met;
    add_r_avl(evidence, met);
    add_cornell(evidence, met);
    const auto s = deepest_in(evidence, Lead::V1);
    const auto r = r_of_v5_v6(evidence);
    if (s && r) {
        add_if_met(met, "Sokolow-Lyon S V1 + R V5/V6", *s + *r, criteria::sokolow_lyon);
    }
    return met;
}

/// ST down and T inverted where R is tall: what the criterion calls strain.
std::string strain(const Evidence& evidence) {
    for (const Lead which : {Lead::V6, Lead::V5, Lead::I, Lead::aVL}) {
        const auto* const lead = measured_lead(evidence, which);
        const bool down = lead != nullptr && points_up(*lead) && lead->st_j && lead->t &&
                          meets(criteria::st_down, *lead->st_j) &&
                          meets(criteria::inverted_t, *lead->t);
        if (down) {
            return reason_for(in_lead(*lead, "ST"), *lead->st_j, criteria::st_down) + ", " +
                   reason_for("T", *lead->t, criteria::inverted_t);
        }
    }
    return "";
}

void judge_left_ventricle(const Evidence& evidence, Findings& findings) {
    const AllMet met = left_voltages(evidence);
    const std::string with = strain(evidence);
    if (met.empty() || (is_young(evidence) && with.empty())) { // healthy young hearts are tall
        return;
    }
    std::string reason;
    for (const Met& one : met) {
        append_reason(reason, one.reason);
    }
    append_reason(reason, with);
    findings.push_back(say(with.empty() ? statements::left_voltage : statements::left_hypertrophy,
                           reason, met.front().source,
                           with.empty() ? Certainty::consider : Certainty::probable));
}

/// Tall R in V1 with the axis to the right.
void judge_right_ventricle(const Evidence& evidence, Findings& findings) {
    const auto axis = evidence.measured.qrs_axis;
    const auto* const v1 = measured_lead(evidence, Lead::V1);
    if (!axis || v1 == nullptr || !meets(criteria::right_axis, *axis)) {
        return;
    }
    const Millivolts r = tallest(*v1);
    AllMet met;
    add_if_met(met, "R V1", r, criteria::rvh_r_v1);
    if (const auto s = std::max(deepest_in(evidence, Lead::V5), deepest_in(evidence, Lead::V6))) {
        add_if_met(met, "R V1 + S V5/V6", r + *s, criteria::rvh_r_v1_s_v5);
    }
    if (points_up(*v1)) {
        met.push_back(
            {"V1 R " + text_of(r) + " > S " + text_of(deepest(*v1)), criteria::rvh_r_v1.source});
    }
    if (met.empty()) {
        return;
    }
    std::string reason = reason_for("QRS axis", *axis, criteria::right_axis);
    for (const Met& one : met) {
        append_reason(reason, one.reason);
    }
    findings.push_back(say(statements::right_hypertrophy, reason, met.front().source,
                           met.size() > 1 ? Certainty::probable : Certainty::consider));
}

void judge_left_atrium(const Evidence& evidence, Findings& findings) {
    const TerminalP& end = evidence.measured.p_terminal_v1;
    if (measured_lead(evidence, Lead::V1) == nullptr || !end.depth || !end.duration ||
        !meets(criteria::deep_p_terminal, *end.depth) ||
        !meets(criteria::long_p_terminal, *end.duration)) {
        return;
    }
    std::string reason = reason_for("V1 end of P", *end.depth, criteria::deep_p_terminal);
    append_reason(reason, reason_for("for", *end.duration, criteria::long_p_terminal));
    findings.push_back(say(statements::left_atrium, reason, criteria::deep_p_terminal.source));
}

void judge_right_atrium(const Evidence& evidence, Findings& findings) {
    for (const Lead which : {Lead::II, Lead::III, Lead::V1}) {
        const auto* const lead = measured_lead(evidence, which);
        if (lead != nullptr && lead->p && meets(criteria::tall_p, *lead->p)) {
            findings.push_back(say(statements::right_atrium,
                                   reason_for(in_lead(*lead, "P"), *lead->p, criteria::tall_p),
                                   criteria::tall_p.source));
            return;
        }
    }
}

/// Says that all leads of a kind are low, when all were measured.
template <std::size_t N>
void judge_low_voltage(const Evidence& evidence, const std::array<Lead, N>& leads,
                       const Limit<Millivolts>& limit, const Statement& statement,
                       Findings& findings) {
    Millivolts highest{0};
    for (const Lead which : leads) {
        const auto* const lead = measured_lead(evidence, which);
        if (lead == nullptr) {
            return;
        }
        highest = std::max(highest, peak_to_peak(*lead));
    }
    if (meets(limit, highest)) {
        findings.push_back(say(statement, reason_for("highest", highest, limit), limit.source));
    }
}

} // namespace

Findings hypertrophy_findings(const Evidence& evidence) {
    Findings findings;
    if (!can_judge_shape(evidence)) {
        return findings;
    }
    constexpr std::array limb{Lead::I, Lead::II, Lead::III, Lead::aVR, Lead::aVL, Lead::aVF};
    constexpr std::array chest{Lead::V1, Lead::V2, Lead::V3, Lead::V4, Lead::V5, Lead::V6};
    judge_low_voltage(evidence, limb, criteria::low_voltage, statements::low_limb_voltage,
                      findings);
    judge_low_voltage(evidence, chest, criteria::low_chest_voltage, statements::low_chest_voltage,
                      findings);
    judge_left_ventricle(evidence, findings);
    judge_right_ventricle(evidence, findings);
    if (is_sinus(evidence)) {
        judge_left_atrium(evidence, findings);
        judge_right_atrium(evidence, findings);
    }
    return findings;
}

} // namespace ecg::analyze
