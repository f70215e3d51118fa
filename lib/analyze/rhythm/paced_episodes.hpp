// Where beats look paced.
#pragma once

#include "model/beats.hpp"
#include "model/rhythm.hpp"

#include <vector>

namespace ecg::analyze {

/// The base rhythm with PACE in place of what stretches are called of whose beats most look paced.
std::vector<Episode> with_pacing(std::vector<Episode> base, const Beats& beats);

/// PACE: beats on end that look paced (Q), even one alone, outside such stretches.
std::vector<Episode> paced_runs(const std::vector<Episode>& base, const Beats& beats);

} // namespace ecg::analyze
