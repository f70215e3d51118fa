// A recording becomes an analysis: the whole pipeline.
#pragma once

#include "analyze/filter/filter_recording.hpp"
#include "model/analysis.hpp"
#include "model/recording.hpp"

namespace ecg::analyze {

struct AnalyzeSettings {
    FilterSettings filter;
    bool lead_waves = true; ///< keep the waves of every lead and beat, not the global ones alone
};

/// All seven steps on a recording in memory. Works on any content: what cannot be measured is
/// absent. Times are seconds since sample 0 of the session.
Analysis analyze(const Recording& recording, const AnalyzeSettings& settings);

} // namespace ecg::analyze
