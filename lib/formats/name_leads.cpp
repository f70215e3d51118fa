#include "formats/name_leads.hpp"

#include "common/text.hpp"

#include <map>
#include <set>

namespace ecg::formats {

std::vector<LeadSignal> name_leads(const std::vector<std::string>& names) {
    std::vector<LeadSignal> leads;
    std::set<std::string> taken;
    std::map<std::string, int> seen;
    for (const std::string& given : names) {
        LeadSignal signal;
        signal.lead = lead_named(given);
        signal.name = signal.lead ? std::string{name_of(*signal.lead)} : std::string{trim(given)};
        if (signal.name.empty()) {
            signal.name = "signal " + std::to_string(leads.size() + 1);
        }
        const std::string first = signal.name;
        while (!taken.insert(signal.name).second) {
            signal.lead.reset();
            signal.name = first + "#" + std::to_string(++seen.try_emplace(first, 1).first->second);
        }
        leads.push_back(std::move(signal));
    }
    return leads;
}

} // namespace ecg::formats
