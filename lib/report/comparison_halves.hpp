// The leads of two ECGs that are drawn beside each other.
#pragma once

#include "model/recording.hpp"
#include "report/comparison_geometry.hpp"
#include "report/trace_layout.hpp"

#include <string>
#include <vector>

namespace ecg::report {

/// The leads that at least one of them has, as many as a half holds: the standard ones in the usual
/// order, then others.
std::vector<std::string> compared_leads(const Recording& earlier, const Recording& later,
                                        LeadOrder order);

/// leads of one recording down the columns of its half, or where there are rows for it once more
/// for the time that follows; the same in both halves, with the same scale, whatever each of them
/// lacks.
TraceLayout lay_out_half(const Recording& recording, const std::vector<std::string>& leads,
                         const ComparisonGeometry& geometry, std::size_t half,
                         const ReportSettings& settings);

} // namespace ecg::report
