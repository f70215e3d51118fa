// What the chapters on waves share: lines of found points and tables of scores.
#pragma once

#include "accuracy/found_points.hpp"
#include "accuracy/point_score.hpp"
#include "accuracy/validation/run_records.hpp"
#include "accuracy/validation/section.hpp"

#include <string>
#include <vector>

namespace ecg::accuracy {

/// What ecg-analyze --output score-waves prints of these records, and the same as points.
struct FoundLines {
    std::string lines;
    FoundPoints found;
};

FoundLines lines_of(const std::vector<AnalysedRecord>& records);

/// A row a point: counts, shares, errors.
std::string point_table(const PointScores& scores);

/// A row a record: F1 of the peaks and SD of the edges.
std::string record_table(const PointScores& scores);

/// What is asked of one point.
struct PointGoal {
    std::size_t point;
    Goal goal;
};

/// Where a figure of a point comes from.
enum class PointFigure { f1, mean, sd, strip_sd };

Outcome outcome_of(const std::string& task, const PointScores& scores, const PointGoal& asked,
                   PointFigure figure);

} // namespace ecg::accuracy
