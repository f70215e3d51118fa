// When the beats themselves are in doubt.
#pragma once

#include "model/filtered_recording.hpp"
#include "model/rhythm.hpp"

#include <vector>

namespace ecg::analyze {

/// Noise that passes for beats is as irregular as fibrillation, and has no P either. Where two
/// detectors do not agree on most beats of any lead, AFIB becomes IRREG.
void doubt_fibrillation(Rhythm& rhythm, const std::vector<LeadQuality>& quality);

} // namespace ecg::analyze
