// Verdict on each lead: flat, missing, noisy, or good.
#pragma once

#include "model/filtered_recording.hpp"
#include "model/recording.hpp"

#include <vector>

namespace ecg::analyze {

/// A lead that is smaller or larger is likely not in mV.
inline constexpr Millivolts smallest_height{0.05};
inline constexpr Millivolts largest_height{20};

/// By lead, between the 0.5 and 99.5 percent quantiles; 0 without samples.
std::vector<double> heights_of(const std::vector<LeadSignal>& filtered);

/// Judges the leads of recording; filtered holds the same leads after the filters, at
/// rate, and heights their heights.
std::vector<LeadQuality> judge_leads(const Recording& recording,
                                     const std::vector<LeadSignal>& filtered, SampleRate rate,
                                     const std::vector<double>& heights);

} // namespace ecg::analyze
