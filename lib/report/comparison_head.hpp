// Whose and from when the two ECGs of a comparison are.
#pragma once

#include "report/comparison.hpp"
#include "report/comparison_geometry.hpp"

#include <string>
#include <string_view>

namespace ecg::report {

/// "12 days between them"
std::string between_words(const std::optional<UtcTime>& earlier,
                          const std::optional<UtcTime>& later);

/// Who, how far apart in time, and the scale of both; in red where the two are not known to be of
/// one patient.
void draw_comparison_title(Canvas& canvas, const PageGeometry& page, const Comparison& comparison,
                           const ReportSettings& settings);

/// When one of them was taken, what it shows as a whole, and where it comes from.
void draw_half_head(Canvas& canvas, const Box& box, const AnalysedRecording& half,
                    std::string_view tag);

} // namespace ecg::report
