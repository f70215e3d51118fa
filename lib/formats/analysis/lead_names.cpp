#include "formats/analysis/lead_names.hpp"

#include "common/text.hpp"

#include <algorithm>

namespace ecg::formats {

std::vector<std::string> lead_names(const Analysis& analysis) {
    std::size_t count = std::max(analysis.quality.size(), analysis.measurements.leads.size());
    for (const BeatWaves& waves : analysis.waves) {
        count = std::max(count, waves.leads.size());
    }
    std::vector<std::string> names;
    for (std::size_t i = 0; i < count; ++i) {
        names.push_back(i < analysis.quality.size() ? analysis.quality[i].lead
                        : i < analysis.measurements.leads.size()
                            ? analysis.measurements.leads[i].lead
                            : std::to_string(i));
    }
    return names;
}

std::string scorer_lead_name(const std::vector<std::string>& names, std::size_t index) {
    constexpr std::size_t fewest_named = 3;
    const auto standard = index < names.size() ? lead_named(names[index]) : std::nullopt;
    return standard && names.size() >= fewest_named ? to_lower(name_of(*standard))
                                                    : std::to_string(index);
}

} // namespace ecg::formats
