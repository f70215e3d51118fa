// Reads recordings, draws their pages, writes PDF, SVG or PNG.
#pragma once

#include "options.hpp"

namespace ecg {

/// Throws Error.
void report_command(const ReportOptions& options);

} // namespace ecg
