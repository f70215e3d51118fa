// Which records cost a figure most.
#pragma once

#include "accuracy/point_score.hpp"
#include "accuracy/score_global.hpp"

#include <string>

namespace ecg::accuracy {

/// "75 (12 missed, 3 invented), …"
std::string worst_by_counts(const PointScore& score);

/// Of the squared errors around the mean of all: "75 (31 %, mean -22 ms), …"
std::string worst_by_spread(const PointScore& score);

/// Of the sum that makes the mean: "75 (mean -22 ms), …"
std::string worst_by_mean(const PointScore& score);

/// The largest differences from the mean of all: "75 (-48 ms), …"
std::string worst_by_difference(const IntervalScore& score);

/// "a, b, c" of the five largest.
struct Ranked {
    double cost{};
    std::string text;
};

std::string worst_of(std::vector<Ranked> all);

} // namespace ecg::accuracy
