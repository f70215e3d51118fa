// The original app's aVL and aVF, which it derived wrongly for most of its life.
#pragma once

#include "model/lead.hpp"
#include "model/recording.hpp"

#include <vector>

namespace ecg::formats {

/// Puts aVL = I - II/2 and aVF = II - I/2 where every sample of both says (I - II)/2 and
/// (II - I)/2 instead, to within tolerance mV. False, and nothing done, where they do not.
bool mend_augmented_leads(std::vector<LeadSignal>& leads, double tolerance);

} // namespace ecg::formats
