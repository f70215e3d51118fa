// A lead's name beside its trace, where no trace runs through it.
#pragma once

#include "report/trace.hpp"

#include <string>
#include <vector>

namespace ecg::report {

/// A strip as it was drawn.
struct DrawnStrip {
    const Strip& strip;
    double baseline;
    Trace trace; ///< empty when the lead was not recorded
};

/// What a label has to keep clear of.
struct Surroundings {
    const std::vector<DrawnStrip>& strips;
    const TraceLayout& layout;
    std::vector<Box> words; ///< of labels that stand already
};

/// The distance of two rows, mm.
double pitch_of(const TraceLayout& layout);

/// Label, remark, and behind them or else where it is clearer what must be said of the lead. They
/// are added to the words of around.
void draw_label(Canvas& canvas, const DrawnStrip& drawn, Surroundings& around,
                const std::string& note, const TextStyle& note_style);

} // namespace ecg::report
