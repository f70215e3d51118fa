// Where a page lies when nobody says where.
#pragma once

#include "common/time.hpp"

#include <string>
#include <vector>

namespace ecg {

/// folder/ECG_Report_YYYYMMDD_HHMMSS.extension, made unlike every file that is there by -1, -2 …,
/// as the paths of count files of one report.
std::vector<std::string> free_report_paths(const std::string& folder, UtcTime time,
                                           const std::string& extension, std::size_t count);

} // namespace ecg
