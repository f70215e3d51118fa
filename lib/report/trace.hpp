// Samples become lines on paper: broken where samples are missing, cut where they leave the row.
#pragma once

#include "report/trace_layout.hpp"

#include <span>
#include <vector>

namespace ecg::report {

/// How a strip's samples are placed.
struct Placement {
    double baseline = 0; ///< y of centre_mv
    double highest = 0;  ///< smallest y that may be drawn on
    double lowest = 0;   ///< largest y
    double centre_mv = 0;
};

/// Where the signal leaves its row.
struct Cut {
    Point at; ///< on the row's upper or lower edge
    bool upwards = false;
};

struct Trace {
    std::vector<std::vector<Point>> lines; ///< one for each stretch without a missing sample
    std::vector<Cut> cuts;
    bool has_samples = false;
};

/// The median of the strip's samples: a constant level has no meaning in an ECG, so each trace is
/// centred on its row. 0 when all are missing.
double centre_of(const Strip& strip, SampleRate rate);

/// The samples from strip.from on for strip.width millimetres. strip.signal must be there.
Trace trace_of(const Strip& strip, SampleRate rate, const Placement& placement);

} // namespace ecg::report
