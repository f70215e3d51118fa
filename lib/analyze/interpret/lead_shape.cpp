#include "analyze/interpret/lead_shape.hpp"

#include "analyze/interpret/criteria.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace ecg::analyze {
namespace {

double height(const std::optional<Millivolts>& wave) {
    return wave ? std::abs(wave->value) : 0;
}

bool is_bad(const Evidence& evidence, std::string_view name) {
    return std::any_of(
        evidence.quality.begin(), evidence.quality.end(),
        [&](const LeadQuality& lead) { return lead.lead == name && lead.verdict == Verdict::bad; });
}

} // namespace

LeadSet in_pairs(const LeadSet& set) {
    LeadSet paired{};
    for (const auto& [a, b] : neighbours) {
        if (has(set, a) && has(set, b)) {
            paired[index_of(a)] = paired[index_of(b)] = true;
        }
    }
    return paired;
}

bool any(const LeadSet& set) {
    return std::find(set.begin(), set.end(), true) != set.end();
}

bool has(const LeadSet& set, Lead lead) {
    return set[index_of(lead)];
}

bool has_any(const LeadSet& set, std::initializer_list<Lead> leads) {
    return std::any_of(leads.begin(), leads.end(), [&](Lead lead) { return has(set, lead); });
}

const LeadMeasurements* measured_lead(const Evidence& evidence, Lead lead) {
    const auto& leads = evidence.measured.leads;
    const auto found = std::find_if(leads.begin(), leads.end(), [&](const LeadMeasurements& m) {
        return m.lead == name_of(lead) && (m.q || m.r || m.s);
    });
    return found == leads.end() || is_bad(evidence, found->lead) ? nullptr : &*found;
}

Millivolts tallest(const LeadMeasurements& lead) {
    return {std::max(height(lead.r), height(lead.r2))};
}

Millivolts deepest(const LeadMeasurements& lead) {
    return {std::max(height(lead.q), height(lead.s))};
}

Millivolts peak_to_peak(const LeadMeasurements& lead) {
    return tallest(lead) + deepest(lead);
}

bool points_up(const LeadMeasurements& lead) {
    return tallest(lead) > deepest(lead);
}

bool points_down(const LeadMeasurements& lead) {
    return tallest(lead) < deepest(lead);
}

bool has_q(const LeadMeasurements& lead) {
    return lead.q && lead.r && meets(criteria::counted_q, *lead.q);
}

bool is_qs(const LeadMeasurements& lead) {
    return lead.q && !lead.r;
}

std::string in_lead(const LeadMeasurements& lead, std::string_view what) {
    return lead.lead + " " + std::string{what};
}

void append_reason(std::string& text, const std::string& part) {
    text += text.empty() || part.empty() ? part : ", " + part;
}

} // namespace ecg::analyze
