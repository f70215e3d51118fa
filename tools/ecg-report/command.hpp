// Reads one recording, draws its page, writes the PDF, SVG or PNG.
#pragma once

#include "options.hpp"

namespace ecg {

/// Throws Error.
void report_command(const ReportOptions& options);

} // namespace ecg
