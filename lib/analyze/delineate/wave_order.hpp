// Waves of neighbouring beats in the order of time, and inside the recording.
#pragma once

#include "model/delineation.hpp"

namespace ecg::analyze {

/// What a recording holds: from its first sample to its last, and the time between two of them.
struct Extent {
    Seconds first;
    Seconds last;
    Seconds step;
};

/// waves without the points that lie outside extent, and so that over all leads and in each lead
/// P onset < peak < offset <= QRS onset < fiducial < offset <= T onset < peak < offset < next P
/// onset: an end that reaches into what follows is drawn back to it, a wave whose peak does is
/// none.
Delineation in_order(const Delineation& waves, const Extent& extent);

/// Draws P of a beat on to behind T of the beat before, whose waves are out already; a P whose peak
/// lies there is none.
void follow(BeatWaves& beat, const BeatWaves& before, Seconds step);

} // namespace ecg::analyze
