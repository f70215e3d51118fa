// How fast the heart is, and where it is fastest and slowest.
#pragma once

#include "model/analysis.hpp"
#include "model/between_beats.hpp"

#include <optional>

namespace ecg::report {

/// A rate is told over so many intervals: one alone may be an ectopic beat's.
inline constexpr std::size_t intervals_of_rate = 8;

struct RateOver {
    Stretch over;
    BeatsPerMinute rate{};
};

/// Absent where there are too few beats without a gap between them, and in fibrillating ventricles;
/// a rate that is the same everywhere has no extremes.
struct RateExtremes {
    std::optional<RateOver> fastest, slowest; ///< over intervals_of_rate
    std::optional<Stretch> longest_interval;
};

RateExtremes rate_extremes(const Analysis& analysis);

/// What beats from one moment to before another; none where the ventricles fibrillate.
struct BeatsWithin {
    Beats beats;
    std::optional<BeatsPerMinute> rate; ///< absent with fewer than two intervals
};

BeatsWithin beats_within(const Analysis& analysis, Stretch stretch);

} // namespace ecg::report
