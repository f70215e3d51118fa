#include "acquire/stream/lead_plan.hpp"

#include "common/error.hpp"
#include "common/text.hpp"

#include <algorithm>
#include <cmath>

namespace ecg::acquire {
namespace {

[[noreturn]] void refuse(const std::string& why) {
    throw Error{ErrorKind::usage, why};
}

std::string channel_names(const Description& device) {
    std::string names;
    for (const Channel& channel : device.channels) {
        names.append(names.empty() ? "" : ", ").append(channel.name);
    }
    return names;
}

std::size_t channel_index(const Description& device, const std::string& word) {
    const auto number = parse_integer(word);
    for (std::size_t i = 0; i < device.channels.size(); ++i) {
        if (device.channels[i].name == word || number == static_cast<std::int64_t>(i)) {
            return i;
        }
    }
    refuse("--map " + word + ": the device has no such channel, it has " + channel_names(device));
}

/// "II" for "ii"; other names stay.
std::string proper_name(const std::string& name) {
    const auto lead = lead_named(name);
    return lead ? std::string{name_of(*lead)} : name;
}

PlannedLead plan_one(const std::string& name, std::size_t index, const Description& device,
                     const LeadWishes& wishes) {
    const Channel& channel = device.channels[index];
    PlannedLead lead{proper_name(name), lead_named(name), index, 0, 0, 0, 0};
    lead.mv_per_count = wishes.uv_per_count.value_or(channel.uv_per_count) / 1000;
    lead.zero = wishes.zero.value_or(channel.zero);
    lead.lowest = channel.lowest;
    lead.highest = channel.highest;
    return lead;
}

void apply(const LeadWishes& wishes, std::vector<PlannedLead>& leads) {
    const auto find = [&](const std::string& name) -> PlannedLead& {
        const auto found = std::find_if(leads.begin(), leads.end(), [&](const PlannedLead& lead) {
            return lead.name == proper_name(name);
        });
        if (found == leads.end()) {
            refuse(name + ": no channel is this lead");
        }
        return *found;
    };
    for (const auto& [name, factor] : wishes.gain_factor) {
        find(name).mv_per_count *= factor;
    }
    for (const std::string& name : wishes.inverted) {
        find(name).mv_per_count *= -1;
    }
}

bool has(const std::vector<PlannedLead>& leads, Lead wanted) {
    return std::any_of(leads.begin(), leads.end(),
                       [&](const PlannedLead& lead) { return lead.lead == wanted; });
}

void check(const std::vector<PlannedLead>& leads) {
    for (auto lead = leads.begin(); lead != leads.end(); ++lead) {
        if (lead->mv_per_count == 0 || !std::isfinite(lead->mv_per_count)) {
            refuse(lead->name + ": its gain is not a number other than 0");
        }
        if (std::any_of(leads.begin(), lead,
                        [&](const PlannedLead& other) { return other.name == lead->name; })) {
            refuse(lead->name + ": two channels are this lead");
        }
    }
}

/// Standard leads in their order, then the others as they stand.
void sort_leads(std::vector<PlannedLead>& leads) {
    std::stable_sort(leads.begin(), leads.end(), [](const PlannedLead& a, const PlannedLead& b) {
        const auto rank = [](const PlannedLead& lead) {
            return lead.lead ? index_of(*lead.lead) : lead_count;
        };
        return rank(a) < rank(b);
    });
}

} // namespace

LeadPlan plan_leads(const Description& device, const LeadWishes& wishes) {
    LeadPlan plan;
    if (wishes.channel_of.empty()) {
        for (std::size_t i = 0; i < device.channels.size(); ++i) {
            plan.measured.push_back(plan_one(device.channels[i].name, i, device, wishes));
        }
    }
    for (const auto& [name, channel] : wishes.channel_of) {
        plan.measured.push_back(plan_one(name, channel_index(device, channel), device, wishes));
    }
    apply(wishes, plan.measured);
    check(plan.measured);
    sort_leads(plan.measured);
    const auto& leads = plan.measured;
    plan.derived = wishes.derive && has(leads, Lead::I) && has(leads, Lead::II) &&
                   !has(leads, Lead::III) && !has(leads, Lead::aVR) && !has(leads, Lead::aVL) &&
                   !has(leads, Lead::aVF);
    const double first = leads.empty() ? 0 : std::abs(leads.front().mv_per_count);
    if (!leads.empty() && std::all_of(leads.begin(), leads.end(), [&](const PlannedLead& lead) {
            return std::abs(lead.mv_per_count) == first;
        })) {
        plan.uv_per_count = 1000 * first;
    }
    const bool is_told = wishes.uv_per_count || !wishes.gain_factor.empty();
    plan.gain_source = is_told ? wishes.gain_source : device.gain_source;
    return plan;
}

} // namespace ecg::acquire
