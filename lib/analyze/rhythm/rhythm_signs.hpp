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
    double rmssd_share = 0;                   ///< their RMSSD over their mean
    double step_share = 0;    ///< median absolute difference over the median interval
    double turning_share = 0; ///< intervals that are local extremes; 2/3 when random
    std::size_t turning_asked = 0;
    bool repeats = false;    ///< a pattern of 2, 3 or 4 beats comes again and again
    std::size_t jumps = 0;   ///< N to N intervals that differ by 30 % from the one before
    std::size_t p_asked = 0; ///< beats whose QRS was delineated
    std::size_t p_found = 0; ///< of those, with a P at the usual distance

    [[nodiscard]] double p_share() const {
        return p_asked == 0 ? 0 : static_cast<double>(p_found) / static_cast<double>(p_asked);
    }

    /// By every measure: strong, in most intervals, without direction and without pattern.
    [[nodiscard]] bool irregular() const;
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
