// The table of limits behind the findings, as ecg-criteria(7) has it.
#pragma once

#include <string>

namespace ecg {

/// One row a criterion: id, limit and source.
std::string criteria_table();

/// One JSON object a criterion and line, ecg.criterion/1.
std::string criteria_lines();

} // namespace ecg
