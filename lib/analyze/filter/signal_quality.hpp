// Verdict on each lead: flat, missing, noisy, or good.
#pragma once

#include "model/filtered_recording.hpp"
#include "model/recording.hpp"

#include <vector>

namespace ecg::analyze {

/// Judges the leads of recording; filtered holds the same leads after the filters, at rate.
std::vector<LeadQuality> judge_leads(const Recording& recording,
                                     const std::vector<LeadSignal>& filtered, SampleRate rate);

} // namespace ecg::analyze
