#include "report/beat_leads.hpp"

#include "report/layout_table.hpp"

#include <algorithm>

namespace ecg::report {
namespace {

constexpr std::size_t fewest_for_all = 7; // of the twelve, as on the chart
constexpr std::size_t most_cells = 12;

std::vector<std::string> names_of(const std::vector<LeadSignal>& signals) {
    std::vector<std::string> names;
    for (const LeadSignal& signal : signals) {
        names.push_back(signal.name);
    }
    return names;
}

/// The first signal of that lead.
const LeadSignal* signal_of(const std::vector<LeadSignal>& signals, Lead lead) {
    const auto found = std::find_if(signals.begin(), signals.end(),
                                    [&](const LeadSignal& signal) { return signal.lead == lead; });
    return found != signals.end() ? &*found : nullptr;
}

BeatLead named(std::string name, const LeadSignal* signal, bool inverted) {
    BeatLead lead{name, name, signal, inverted, false};
    if (inverted) {
        lead.label = "\u2212" + name;
    }
    const std::optional<Lead> standard = lead_named(name);
    lead.chest = standard && !is_limb(*standard);
    return lead;
}

bool is_shown(const std::vector<BeatLead>& shown, const LeadSignal& signal) {
    return std::any_of(shown.begin(), shown.end(),
                       [&](const BeatLead& lead) { return lead.signal == &signal; });
}

} // namespace

std::vector<std::size_t> places_in_order(const std::vector<std::string>& names, LeadOrder order) {
    std::vector<std::size_t> places;
    for (const DrawnLead& drawn : drawn_leads(order)) {
        const auto found = std::find_if(names.begin(), names.end(), [&](const std::string& name) {
            return lead_named(name) == drawn.lead;
        });
        if (found != names.end()) {
            places.push_back(static_cast<std::size_t>(found - names.begin()));
        }
    }
    for (std::size_t place = 0; place < names.size(); ++place) {
        if (std::find(places.begin(), places.end(), place) == places.end()) {
            places.push_back(place);
        }
    }
    return places;
}

BeatLeads choose_beat_leads(const std::vector<LeadSignal>& signals, LeadOrder order) {
    BeatLeads leads;
    std::vector<BeatLead> twelve;
    std::size_t recorded = 0;
    for (const DrawnLead& drawn : drawn_leads(order)) {
        const LeadSignal* signal = signal_of(signals, drawn.lead);
        twelve.push_back(named(std::string{name_of(drawn.lead)}, signal, drawn.inverted));
        recorded += signal != nullptr ? 1 : 0;
    }
    if (recorded >= fewest_for_all) {
        leads.shown = std::move(twelve);
    } else {
        for (const std::size_t place : places_in_order(names_of(signals), order)) {
            const LeadSignal& signal = signals[place];
            const bool inverted = order == LeadOrder::cabrera && signal.lead == Lead::aVR &&
                                  signal_of(signals, Lead::aVR) == &signal;
            if (leads.shown.size() < most_cells) {
                leads.shown.push_back(named(signal.name, &signal, inverted));
            }
        }
    }
    for (const LeadSignal& signal : signals) {
        if (!is_shown(leads.shown, signal)) {
            leads.left_out.push_back(signal.name);
        }
    }
    return leads;
}

} // namespace ecg::report
