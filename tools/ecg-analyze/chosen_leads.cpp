#include "chosen_leads.hpp"

#include "common/error.hpp"

#include <algorithm>

namespace ecg {
namespace {

constexpr std::string_view first_lead = "first";

/// The place of the named lead, or one behind the last.
std::size_t place_of(const std::vector<LeadSignal>& leads, const std::string& name) {
    const auto standard = lead_named(name);
    for (std::size_t l = 0; l < leads.size(); ++l) {
        if (leads[l].name == name || (standard && leads[l].lead == standard)) {
            return l;
        }
    }
    return name == first_lead ? 0 : leads.size();
}

std::string names_of(const std::vector<LeadSignal>& leads) {
    std::string names;
    for (const LeadSignal& lead : leads) {
        names.append(names.empty() ? "" : ", ").append(lead.name);
    }
    return names;
}

} // namespace

void keep_leads(Recording& recording, const std::vector<std::string>& names,
                const std::string& subject) {
    if (names.empty() || recording.leads.empty()) {
        return;
    }
    std::vector<bool> wanted(recording.leads.size());
    for (const std::string& name : names) {
        const std::size_t place = place_of(recording.leads, name);
        if (place == wanted.size()) {
            throw Error{ErrorKind::data,
                        subject + ": has no lead " + name + ", only " + names_of(recording.leads)};
        }
        wanted[place] = true;
    }
    std::vector<LeadSignal> kept;
    for (std::size_t l = 0; l < wanted.size(); ++l) {
        if (wanted[l]) {
            kept.push_back(std::move(recording.leads[l]));
        }
    }
    recording.leads = std::move(kept);
    auto& off = recording.electrodes_off;
    std::erase_if(off, [&](const std::string& name) {
        return std::none_of(recording.leads.begin(), recording.leads.end(),
                            [&](const LeadSignal& lead) { return lead.name == name; });
    });
}

} // namespace ecg
