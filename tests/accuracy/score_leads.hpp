// LUDB's way: each lead of a recording against its own annotation.
#pragma once

#include "accuracy/point_score.hpp"

#include <string>

namespace ecg::accuracy {

/// Whose points they are.
struct StripName {
    std::string record;
    std::string lead;
};

/// Adds a strip to each score. Found points without a partner are invented ones only between the
/// first and the last annotated point of the lead: the beats at the ends of a strip of LUDB have
/// no annotation.
void score_lead(PointScores& scores, const StripName& name, const PointLists& reference,
                const PointLists& found);

} // namespace ecg::accuracy
