// One rhythm strip with the words above it.
#pragma once

#include "report/chart.hpp"
#include "report/page_plan.hpp"

#include <optional>
#include <string>

namespace ecg::report {

/// A stretch of the recording that is drawn as one strip.
struct StripRow {
    Stretch window;     ///< what is drawn, since the session began
    std::string words;  ///< what it shows; "" when there is nothing to say
    std::string reason; ///< what was measured of it
    bool critical = false;
    std::optional<Stretch> shows; ///< marked by a bar above the signal
};

/// What stands above the grid of a strip: the line of words, and that of the beats' classes.
inline constexpr double above_strip = 8.8; // mm

/// Draws the strip in the box: time, words and heart rate, the class of each beat that is not N
/// above it, and the leads on a grid that begins above_strip below the box's top.
ChartRemarks draw_strip_block(Canvas& canvas, const Box& box, const StripRow& row,
                              const PageInput& input);

/// The gain of a lead: chest leads may have their own.
double gain_of(const LeadSignal& lead, const ReportSettings& settings);

} // namespace ecg::report
