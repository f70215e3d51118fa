// What is made of a recording before it is analysed: fewer leads, a lower rate.
#pragma once

#include "model/recording.hpp"

namespace ecg::accuracy {

/// The recording with its first lead alone.
Recording first_lead(const Recording& recording);

/// The recording at 80 samples a second, as the makers of small recorders have it: pass band to
/// 36 Hz, stop band from 40 Hz, no delay.
Recording at_80_hz(const Recording& recording);

} // namespace ecg::accuracy
