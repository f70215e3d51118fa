// What the rules on shape ask of the measurements of single leads.
#pragma once

#include "analyze/interpret/interpret.hpp"
#include "model/lead.hpp"

#include <array>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace ecg::analyze {

/// Leads that look at neighbouring parts of the heart [thygesen-2018].
inline constexpr std::array neighbours{
    std::pair{Lead::aVL, Lead::I},  std::pair{Lead::II, Lead::aVF}, std::pair{Lead::aVF, Lead::III},
    std::pair{Lead::II, Lead::III}, std::pair{Lead::V1, Lead::V2},  std::pair{Lead::V2, Lead::V3},
    std::pair{Lead::V3, Lead::V4},  std::pair{Lead::V4, Lead::V5},  std::pair{Lead::V5, Lead::V6}};

/// A mark for each of the twelve leads.
using LeadSet = std::array<bool, lead_count>;

/// The leads of set that have a neighbour in it.
LeadSet in_pairs(const LeadSet& set);

bool any(const LeadSet& set);

bool has(const LeadSet& set, Lead lead);
bool has_any(const LeadSet& set, std::initializer_list<Lead> leads);

/// The measurements of one of the twelve leads; nullptr when it was not recorded, is bad, or its
/// QRS was not measured.
const LeadMeasurements* measured_lead(const Evidence& evidence, Lead lead);

/// The measured leads of which test(lead, which) holds.
template <class Test> LeadSet leads_where(const Evidence& evidence, Test test) {
    LeadSet set{};
    for (const Lead which : all_leads) {
        const auto* const lead = measured_lead(evidence, which);
        set[index_of(which)] = lead != nullptr && test(*lead, which);
    }
    return set;
}

/// Height of R or R', whichever is taller; 0 without one.
Millivolts tallest(const LeadMeasurements& lead);

/// Depth of Q or S without its sign, whichever is deeper; 0 without one.
Millivolts deepest(const LeadMeasurements& lead);

/// From the deepest point of the QRS to its highest.
Millivolts peak_to_peak(const LeadMeasurements& lead);

/// The QRS has more above the level than below it.
bool points_up(const LeadMeasurements& lead);
bool points_down(const LeadMeasurements& lead);

/// A q that counts, in front of an R.
bool has_q(const LeadMeasurements& lead);

/// One downward deflection, and no R.
bool is_qs(const LeadMeasurements& lead);

/// "V1 R'"
std::string in_lead(const LeadMeasurements& lead, std::string_view what);

/// Appends part to text, with a comma between.
void append_reason(std::string& text, const std::string& part);

} // namespace ecg::analyze
