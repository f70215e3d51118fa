// The fiducial points of the representative beat, and the intervals between them.
#pragma once

#include "model/analysis.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace ecg::report {

/// A point of all leads together.
struct BeatPoint {
    std::string_view name;
    Seconds at{};                            ///< since the beat's first sample
    std::optional<Milliseconds> uncertainty; ///< standard
};

struct BeatInterval {
    std::string_view name;
    Seconds from{}; ///< as BeatPoint has it
    Seconds to{};

    [[nodiscard]] Milliseconds length() const { return to - from; }
};

/// Atrial flutter hides where T ends: nothing that rests on it is printed.
bool hides_end_of_t(const Analysis& analysis);

/// P onset, P end, QRS onset, J point and T end: those that were found, in this order. The end of T
/// is left out where the analysis gives no QT. Nothing without a representative beat.
std::vector<BeatPoint> points_of(const Analysis& analysis);

/// P, PR, QRS and QT, those whose ends are points.
std::vector<BeatInterval> intervals_of(const std::vector<BeatPoint>& points);

/// Standard uncertainty of an interval; absent where the analysis has none of this beat.
std::optional<Milliseconds> uncertainty_of(const BeatInterval& interval, const Analysis& analysis);

/// The time of the QRS onset; absent when it is no point.
std::optional<Seconds> qrs_onset_of(const std::vector<BeatPoint>& points);

/// Whether the intervals are those that the analysis gives. They are not where it is of a long
/// recording, and the beat of the stretch with the most beats.
bool beat_is_measured(const Analysis& analysis);

} // namespace ecg::report
