// What issue 3 asks on LUDB, and what others reach there on the complete set.
#pragma once

#include "accuracy/validation/waves_chapter.hpp"

namespace ecg::accuracy {

struct LudbGoals {
    std::vector<PointGoal> f1, mean, sd;
    std::array<std::string, 4> interval_peers; ///< mean ± SD of P dur, PQ, QRS, QT
};

LudbGoals ludb_goals(bool at_80_hz);

} // namespace ecg::accuracy
