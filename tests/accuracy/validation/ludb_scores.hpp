// LUDB, analysed at one rate with one choice of weights, and scored.
#pragma once

#include "accuracy/calibration.hpp"
#include "accuracy/score_global.hpp"
#include "accuracy/validation/folds.hpp"
#include "accuracy/validation/request.hpp"
#include "accuracy/validation/waves_chapter.hpp"

#include <array>
#include <string>
#include <vector>

namespace ecg::accuracy {

struct LudbRun {
    std::string name; ///< "LUDB, 500 Hz"
    bool slow = false;
    std::vector<AnalysedRecord> records;
    FoundLines found;
    PointScores scores;
    GlobalScore intervals;
};

/// At 500 Hz, or slow: at 80 Hz. Only the records that the folds can hold out, if there are folds.
/// Throws Error{data}.
LudbRun run_ludb(const Request& request, const Folds& folds, Weights weights, bool slow);

/// Holds the run's scores against the given scorer's, if there is one.
void check_run(const Request& request, const LudbRun& run);

Calibrations calibrate_leads(const Request& request, const LudbRun& run);
Calibrations calibrate_global(const Request& request, const LudbRun& run);
/// Of the measured intervals, record by record, in the order of interval_names.
std::array<Calibration, interval_count> calibrate_intervals(const LudbRun& run);

} // namespace ecg::accuracy
