// What the intervals and the P waves of a few dozen beats say about the rhythm.
#pragma once

#include "model/beats.hpp"
#include "model/delineation.hpp"

#include <cstddef>
#include <optional>

namespace ecg::analyze {

/// Beats first to last - 1.
struct BeatRange {
    std::size_t first = 0;
    std::size_t last = 0;

    [[nodiscard]] std::size_t size() const { return last - first; }
};

/// Irregularity looks at intervals between N and S beats without missing signal, for in atrial
/// fibrillation many a beat passes for premature; regularity of the sinus at N to N alone.
struct RhythmSigns {
    std::optional<BeatsPerMinute> rate;       ///< 60 s over the mean of all intervals but gaps
    std::optional<BeatsPerMinute> sinus_rate; ///< over the median of N to N, which no pause slows
    std::size_t intervals = 0;                ///< N or S to N or S
    double rmssd_share = 0;                   ///< their RMSSD over their mean [dash-2009]
    std::size_t compared = 0;                 ///< pairs of them, at most eleven apart …
    std::size_t alike = 0;                    ///< … and of those, that differ by less than 8 %
    /// What a pattern of 2, 3 or 4 beats leaves of the usual difference between neighbours: near 0
    /// in bigeminy; 1 where too few intervals are known.
    double pattern_share = 1;
    bool repeats = false;    ///< such a pattern comes again to one in a hundred
    std::size_t jumps = 0;   ///< N to N intervals that differ by 30 % from the one before
    std::size_t p_asked = 0; ///< beats whose QRS was delineated
    std::size_t p_found = 0; ///< of those, with a P at the usual distance

    [[nodiscard]] double p_share() const {
        return p_asked == 0 ? 0 : static_cast<double>(p_found) / static_cast<double>(p_asked);
    }
};

RhythmSigns read_signs(const Beats& beats, const Delineation& waves, BeatRange range);

/// Longest minus shortest N to N interval, pauses apart, and their mean; absent with fewer than
/// three.
struct IntervalSpread {
    Milliseconds range{};
    Milliseconds mean{};
};

std::optional<IntervalSpread> spread_of(const Beats& beats, BeatRange range);

} // namespace ecg::analyze
