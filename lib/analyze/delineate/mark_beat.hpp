// The waves of a mean beat: P, QRS and T by their onsets, peaks and ends, each with how sure it is.
#pragma once

#include "analyze/delineate/network.hpp"
#include "model/marked_beat.hpp"

#include <vector>

namespace ecg::analyze {

/// From this probability on a P wave is marked; whether it is one the beats must tell.
inline constexpr double possible_p = 0.03;

struct MarksOfBeat {
    BeatMarks global;             ///< onsets and ends that a quarter of the leads reach
    BeatMarks outermost;          ///< the outermost of separate readings of the leads
    std::vector<BeatMarks> leads; ///< in the recording's order; empty for unusable leads
    double p_present = 0;         ///< 0 to 1: how sure the look of the beat makes of a P wave
};

/// Marks where the network believes the points to be, in the order P, QRS, T without overlap. P
/// is marked from possible_p on, T where it is rather seen than not; all is empty without a usable
/// lead.
MarksOfBeat mark_beat(const AverageBeat& beat, const Network& network);

} // namespace ecg::analyze
