// Where a page lies when nobody says where.
#pragma once

#include "common/time.hpp"

#include <string>

namespace ecg {

/// folder/ECG_Report_YYYYMMDD_HHMMSS.pdf, made unlike every file that is there by -1, -2 …
std::string free_report_path(const std::string& folder, UtcTime time);

} // namespace ecg
