// What the rhythm is, and from when to when.
#pragma once

#include "common/units.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ecg {

/// A stretch of one rhythm, or one ectopic beat. Codes: SR, SBRAD, STACH, SARRH, AFIB, PVC, PAC …
struct Episode {
    std::string code;
    Seconds onset{};
    Seconds offset{};
    std::int64_t beats = 0;
    std::optional<BeatsPerMinute> rate;
    double certainty = 1; ///< 0 to 1
    std::string reason{}; ///< what was measured, "P before 33 of 33 beats, rate 72/min"; may be ""
};

struct Rhythm {
    std::string name; ///< code of what prevails; "" when there are too few beats to tell
    std::vector<Episode> episodes;
};

} // namespace ecg
