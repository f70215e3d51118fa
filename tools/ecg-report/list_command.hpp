// The reports that were made, as a table or as JSON lines.
#pragma once

#include "options.hpp"

namespace ecg {

/// Throws Error.
void list_command(const ReportOptions& options, const config::Settings& config);

} // namespace ecg
