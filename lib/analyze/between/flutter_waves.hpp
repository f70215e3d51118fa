// Whether a regular wave of 220 to 360 a minute goes on behind the beats.
#pragma once

#include "analyze/between/slow_signal.hpp"
#include "model/between_beats.hpp"

#include <vector>

namespace ecg::analyze {

/// One look for each ten seconds of `over`, a rest of five or more too: at which lag of 165 to
/// 285 ms the slopes of all leads outside the QRS complexes repeat best, and how well. P and T
/// of a sinus rhythm repeat once a beat, and at such a lag they do not. None where fewer than a
/// few seconds lie outside the QRS complexes.
std::vector<FlutterLook> look_for_flutter(const SlowSignal& signal, Stretch over);

} // namespace ecg::analyze
