// Heart beats: when, and of what kind.
#pragma once

#include "common/units.hpp"

#include <array>
#include <optional>
#include <vector>

namespace ecg {

/// The beat classes of ANSI/AAMI EC57: normal, supraventricular ectopic, ventricular ectopic,
/// fusion, unclassifiable.
enum class BeatClass { N, S, V, F, Q };

constexpr char letter_of(BeatClass c) {
    return std::array{'N', 'S', 'V', 'F', 'Q'}[static_cast<std::size_t>(c)];
}

struct Beat {
    Seconds time{}; ///< of the QRS fiducial since the session began, finer than a sample
    BeatClass label = BeatClass::N;
    double certainty = 1;   ///< 0 to 1: how many of the usable leads agree that it is a beat
    bool after_gap = false; ///< the interval to the beat before holds missing signal
    int shape = 0;          ///< beats of one shape look alike; 0 is the dominant one
};

using Beats = std::vector<Beat>;

} // namespace ecg
