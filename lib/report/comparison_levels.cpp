#include "report/comparison.hpp"

#include <algorithm>
#include <utility>

namespace ecg::report {
namespace {

const LeadMeasurements* find_measured(const Analysis& analysis, const std::string& name) {
    const auto& leads = analysis.measurements.leads;
    const auto found = std::find_if(leads.begin(), leads.end(),
                                    [&](const auto& lead) { return lead.lead == name; });
    return found != leads.end() && found->st_60 ? &*found : nullptr;
}

Measured level_of(const LeadMeasurements& lead) {
    return {lead.st_60->value,
            lead.st_uncertainty ? std::optional{lead.st_uncertainty->value} : std::nullopt,
            {}};
}

/// Why a lead has no ST level.
std::string reason_of(const AnalysedRecording& one, const std::string& name) {
    const auto& leads = one.recording.leads;
    if (std::none_of(leads.begin(), leads.end(), [&](const auto& l) { return l.name == name; })) {
        return "not recorded";
    }
    const auto& quality = one.analysis.quality;
    const auto judged = std::find_if(quality.begin(), quality.end(),
                                     [&](const auto& lead) { return lead.lead == name; });
    return judged != quality.end() && judged->verdict == Verdict::bad ? "bad signal"
                                                                      : "not measurable";
}

/// The leads of both, those of the later one first; only what both lack is left out.
std::vector<std::string> names_of(const Comparison& comparison) {
    std::vector<std::string> names;
    for (const Analysis* analysis : {&comparison.later.analysis, &comparison.earlier.analysis}) {
        for (const LeadMeasurements& lead : analysis->measurements.leads) {
            if (lead.st_60 && std::find(names.begin(), names.end(), lead.lead) == names.end()) {
                names.push_back(lead.lead);
            }
        }
    }
    return names;
}

/// Leads that lack something, those of one reason together.
class Lacking {
public:
    void add(const std::string& name, const std::string& reason) {
        const auto same = std::find_if(groups_.begin(), groups_.end(),
                                       [&](const auto& group) { return group.first == reason; });
        if (same != groups_.end()) {
            same->second += ", " + name;
        } else {
            groups_.emplace_back(reason, name);
        }
    }

    void tell(std::vector<std::string>& out, const std::string& which) const {
        for (const auto& [reason, names] : groups_) {
            std::string& words = out.emplace_back(which);
            words.append(": none in ").append(names).append(" (").append(reason).append(")");
        }
    }

private:
    std::vector<std::pair<std::string, std::string>> groups_; // why, and which leads
};

} // namespace

ComparedLevels compared_levels(const Comparison& comparison) {
    ComparedLevels out;
    Lacking earlier;
    Lacking later;
    for (const std::string& name : names_of(comparison)) {
        const LeadMeasurements* before = find_measured(comparison.earlier.analysis, name);
        const LeadMeasurements* after = find_measured(comparison.later.analysis, name);
        if (before != nullptr && after != nullptr) {
            out.leads.push_back({name, "mV", level_of(*before), level_of(*after), 2});
        } else if (before == nullptr) {
            earlier.add(name, reason_of(comparison.earlier, name));
        } else {
            later.add(name, reason_of(comparison.later, name));
        }
    }
    earlier.tell(out.not_in_one, "earlier");
    later.tell(out.not_in_one, "later");
    return out;
}

} // namespace ecg::report
