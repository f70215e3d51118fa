// Reads one recording, draws its page, writes the PDF.
#pragma once

#include "options.hpp"

namespace ecg {

/// Throws Error.
void report_command(const ReportOptions& options);

} // namespace ecg
