// The moments of a long recording that a reader wants to see.
#pragma once

#include "model/analysis.hpp"
#include "model/between_beats.hpp"
#include "model/recording.hpp"

#include <string>
#include <vector>

namespace ecg::report {

/// What is to be seen on one strip. Times since the session began.
struct Moment {
    std::string words;  ///< what it is: "Pause, longest of 3"
    std::string reason; ///< what was measured: "RR 2.4 s > 2 s"
    bool critical = false;
    Stretch shows;  ///< from its onset to its end
    Stretch window; ///< of the strip; its onset lies in it
};

struct Moments {
    std::vector<Moment> shown; ///< the critical ones first, then by time
    std::string others;        ///< "3 × pause, 5 × …": episodes that begin on no strip
};

/// How much can be shown.
struct MomentRoom {
    std::size_t strips = 0; ///< at most
    Seconds width{};        ///< of a strip
    Stretch whole;          ///< the recording
};

/// Of each kind of episode but plain sinus the first and the longest, the fastest and the slowest
/// rate, the longest interval and the longest gap, then what is left of the critical episodes; the
/// gravest where there is not room for all. What lies in the strip of another, and begins where
/// that does or overlaps it, is told there.
Moments choose_moments(const Analysis& analysis, const std::vector<Gap>& gaps,
                       const MomentRoom& room);

} // namespace ecg::report
