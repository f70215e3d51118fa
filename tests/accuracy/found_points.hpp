// What an analysis found, as the lines of ecg-analyze --output score-waves have it.
#pragma once

#include "accuracy/points.hpp"

#include <map>
#include <string>
#include <string_view>

namespace ecg::accuracy {

/// Lead ("ii", "0", "global") to its points.
using LeadPoints = std::map<std::string, PointLists, std::less<>>;
/// Record to its leads.
using FoundPoints = std::map<std::string, LeadPoints, std::less<>>;

/// {"record": "1", "lead": "ii", "P_on": [s, …], …}, one object a line; a list may be absent.
/// Throws Error{data} "subject:line: why".
FoundPoints parse_wave_lines(std::string_view text, const std::string& subject);

/// None when the record or the lead is not there.
const PointLists& points_in(const FoundPoints& found, std::string_view record,
                            std::string_view lead);

} // namespace ecg::accuracy
