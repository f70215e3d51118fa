// Atrial flutter, from how well the signal between the QRS complexes repeats.
#pragma once

#include "model/beats.hpp"
#include "model/between_beats.hpp"
#include "model/delineation.hpp"

#include <vector>

namespace ecg::analyze {

/// The looks that show flutter: the slopes repeat one lag apart and two, and the ventricles are
/// slower than the wave and do not fibrillate. With a P that repeats and even intervals the signal
/// must repeat more clearly.
std::vector<FlutterLook> fluttering(const Beats& beats, const Delineation& waves,
                                    const BetweenBeats& between);

} // namespace ecg::analyze
