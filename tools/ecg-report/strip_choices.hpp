// What the flags say of rhythm strips.
#pragma once

#include "options.hpp"
#include "report/report.hpp"

namespace ecg {

/// Whether strips are among the pages.
bool has_strips(const report::ReportSettings& page);

/// Writes what options say of strips into page, whose layouts are chosen. Throws Error{usage} for
/// what is no time, and when there are no strips that it could be of.
void choose_strips(report::ReportSettings& page, const ReportOptions& options);

} // namespace ecg
