// How much QRS-like activity there is at each moment, over all usable leads.
#pragma once

#include "model/filtered_recording.hpp"

#include <vector>

namespace ecg::analyze {

/// Detection signals at a reduced rate.
struct Activity {
    double rate_hz = 0;
    double offset_s = 0;          ///< of index 0 after the start: half a decimation block
    std::vector<double> combined; ///< smoothed; a typical QRS peaks near 1
    std::vector<double> sharp;    ///< squared and not smoothed, sum of leads, for the fiducial
    std::vector<std::vector<double>> leads; ///< smoothed, by usable lead; a typical QRS near 1
    double contrast = 0; ///< height of a typical QRS over the quiet level, in the best lead
};

/// `combined` is empty when no lead is usable.
Activity qrs_activity(const FilteredRecording& clean);

} // namespace ecg::analyze
