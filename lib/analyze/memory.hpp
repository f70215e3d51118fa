// What goes on from one minute of a recording to the next.
#pragma once

#include "analyze/between/ventricular_waves.hpp"
#include "analyze/classify/beat_signs.hpp"

namespace ecg::analyze {

struct RecordingMemory {
    BeatMemory beats;
    QrsHeights heights;
};

} // namespace ecg::analyze
