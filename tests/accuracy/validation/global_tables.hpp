// Global intervals as tables.
#pragma once

#include "accuracy/score_global.hpp"
#include "accuracy/validation/section.hpp"

#include <array>
#include <string>
#include <vector>

namespace ecg::accuracy {

/// A row an interval beside the limits of the standard.
std::string interval_table(const GlobalScore& score);

/// Mean within ± 5 ms and SD within the standard's limit, for each interval.
std::vector<Outcome> interval_outcomes(const std::string& task, const GlobalScore& score,
                                       const std::array<std::string, interval_count>& peers);

/// A row a record: the difference of each interval, ms.
std::string interval_record_table(const GlobalScore& score);

} // namespace ecg::accuracy
