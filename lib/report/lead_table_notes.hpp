// What stands below the table of leads.
#pragma once

#include "model/analysis.hpp"
#include "report/report.hpp"

#include <string>
#include <vector>

namespace ecg::report {

/// How the values were measured, then why some are absent, as far as the analysis tells, then what
/// is wrong with the leads' signals. Only what the table has need of.
std::vector<std::string> table_notes(const Analysis& analysis, LeadOrder order);

} // namespace ecg::report
