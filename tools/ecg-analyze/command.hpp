// Reads recordings, analyses them, writes what was learned.
#pragma once

#include "options.hpp"

namespace ecg {

/// Throws Error, and cli::AlreadyTold when some inputs failed and the others were done.
void analyze_command(const AnalyzeOptions& options);

} // namespace ecg
