// What the leads of an analysis are called, in the recording's order.
#pragma once

#include "model/analysis.hpp"

#include <string>
#include <vector>

namespace ecg::formats {

/// One name a lead, from the quality verdicts or the lead measurements; the lead's number from 0
/// where both are silent. Empty when the analysis knows no lead.
std::vector<std::string> lead_names(const Analysis& analysis);

/// What wave scorers call the lead: "ii" for a standard lead of a recording with three leads or
/// more, else its number from 0, as QTDB counts its channels.
std::string scorer_lead_name(const std::vector<std::string>& names, std::size_t index);

} // namespace ecg::formats
