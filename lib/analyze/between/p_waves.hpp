// P waves wherever they stand, conducted or not.
#pragma once

#include "analyze/between/slow_signal.hpp"

#include <vector>

namespace ecg::analyze {

/// The peaks, in order, of what looks like the P before the beats in all leads together and is
/// about as high; where the beats have none, like the wave that most often comes again between
/// them. What a QRS covers is not found. Empty without a wave that repeats.
std::vector<Seconds> find_p_waves(const SlowSignal& signal, const Beats& beats,
                                  const Delineation& waves);

} // namespace ecg::analyze
