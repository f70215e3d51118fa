// The deflections of one lead's QRS complex, when its R peaks, and where it is notched.
#pragma once

#include "model/marked_beat.hpp"

#include <optional>
#include <span>
#include <vector>

namespace ecg::analyze {

/// One lead's QRS; indices into the lead.
struct QrsOfLead {
    std::span<const double> lead;
    double level_mv = 0; ///< before the QRS
    double onset = 0;
    double offset = 0;
    double noise_mv = 0; ///< rms
    double rate_hz = 0;
};

/// A run of one sign within the QRS.
struct Deflection {
    double peak_mv = 0;
    double from = 0; ///< indices
    double to = 0;
};

/// Those that are tall and long enough to be waves: 30 µV, 6 ms [iec-60601-2-51 annex GG].
std::vector<Deflection> deflections(const QrsOfLead& qrs);

/// Where the last R peaks, as an index: R', or the last top of a notched R, when it has half of the
/// height of the tallest; else the tallest. Absent without an R.
std::optional<double> last_r_peak(const QrsOfLead& qrs);

/// Where a deflection turns back and on again by 30 µV and by five times its noise, as indices: the
/// dips of a notched R, the humps of a notched Q or S. A crossing of the level is no notch, it
/// makes another wave.
std::vector<double> notches(const QrsOfLead& qrs);

} // namespace ecg::analyze
