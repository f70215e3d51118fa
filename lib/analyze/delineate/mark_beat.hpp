// The waves of a mean beat: P, QRS and T by their onsets, peaks and ends, each with how sure it is.
#pragma once

#include "analyze/delineate/network.hpp"
#include "model/marked_beat.hpp"

#include <vector>

namespace ecg::analyze {

struct MarksOfBeat {
    BeatMarks global;             ///< earliest onset, latest end over the leads
    std::vector<BeatMarks> leads; ///< in the recording's order; empty for unusable leads
};

/// Marks where the network believes the points to be, in the order P, QRS, T without overlap. P
/// and T are empty where it sees none; all is empty without a usable lead.
MarksOfBeat mark_beat(const AverageBeat& beat, const Network& network);

} // namespace ecg::analyze
