// What a recording shows besides its beats: P waves, flutter, fibrillating or silent ventricles.
#pragma once

#include "common/units.hpp"

#include <cstddef>
#include <vector>

namespace ecg {

/// From one moment to another, since the session began.
struct Stretch {
    Seconds from{};
    Seconds to{};

    [[nodiscard]] Seconds length() const { return to - from; }
};

/// How well the signal outside the QRS complexes repeats at its best lag of 165 to 285 ms.
struct FlutterLook {
    Stretch over;
    BeatsPerMinute rate{}; ///< 60 s over that lag
    double once = 0;       ///< -1 to 1: how alike slopes one lag apart are
    double twice = 0;      ///< those two lags apart
};

struct BetweenBeats {
    Stretch over;                      ///< what was listened to
    std::vector<Seconds> p_waves;      ///< the middle of each that was found, conducted or not
    std::vector<FlutterLook> flutter;  ///< one after the other
    std::vector<Stretch> fibrillation; ///< of the ventricles, or their flutter
    std::vector<Stretch> silence;      ///< no wave as high as a fifth of the QRS, 2 s and more
    std::size_t leads = 0;             ///< how many were listened to
};

} // namespace ecg
