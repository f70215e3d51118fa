// What is said below and beside the representative beat.
#pragma once

#include "model/analysis.hpp"
#include "report/median_chart.hpp"

#include <string>
#include <vector>

namespace ecg::report {

/// What is wrong with leads: not recorded, electrode off, poor signal and why.
std::vector<LeadNote> lead_notes(const MedianLayout& layout, const Recording& recording,
                                 const std::vector<LeadQuality>& quality);

/// "not shown: T end" of points that lie beyond the cells; "" when none does.
std::string hidden_points(const MedianLayout& layout, const std::vector<BeatPoint>& points);

/// "50 mm/s · 20 mm/mV · 1 of the beat's 1.28 s shown"
std::string median_scale_words(const MedianLayout& layout, const MedianBeat& beat, LeadOrder order);

/// How the beat was made of the signal, and what the marks on it are.
std::string median_filter_words(const Analysis& analysis);

} // namespace ecg::report
