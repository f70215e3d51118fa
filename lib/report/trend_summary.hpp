// The numbers of a long recording as a whole: rates, ectopy, runs, pauses, missing signal.
#pragma once

#include "model/analysis.hpp"
#include "model/recording.hpp"
#include "report/value_rows.hpp"

#include <vector>

namespace ecg::report {

/// What was measured, and why the rest was not.
std::vector<ValueRow> summary_rows(const Recording& recording, const Analysis& analysis);

} // namespace ecg::report
