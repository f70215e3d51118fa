#include "model/lead.hpp"

#include "common/text.hpp"

#include <string>

namespace ecg {
namespace {

constexpr std::array<std::string_view, 12> names{"I",  "II", "III", "aVR", "aVL", "aVF",
                                                 "V1", "V2", "V3",  "V4",  "V5",  "V6"};

} // namespace

std::string_view name_of(Lead lead) {
    return names.at(index_of(lead));
}

std::optional<Lead> lead_named(std::string_view name) {
    std::string plain = to_lower(trim(name));
    for (const std::string_view prefix : {"lead_", "lead ", "lead", "ecg_", "ecg "}) {
        if (plain.starts_with(prefix) && plain.size() > prefix.size()) {
            plain.erase(0, prefix.size());
            break;
        }
    }
    if (plain.size() > 2 && plain.starts_with("ml")) { // MLI, MLII, MLIII: modified limb leads
        plain.erase(0, 2);
    }
    for (const Lead lead : all_leads) {
        if (plain == to_lower(name_of(lead))) {
            return lead;
        }
    }
    return std::nullopt;
}

} // namespace ecg
