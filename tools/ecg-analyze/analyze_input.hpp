// One input from its first line to its last.
#pragma once

#include "analyze/analyze.hpp"
#include "options.hpp"
#include "shared/work_on_inputs.hpp"

#include <string>

namespace ecg {

/// Analyses every recording of path. Throws Error.
void analyze_input(const std::string& path, const AnalyzeOptions& options,
                   const analyze::AnalyzeSettings& settings, const ResultPort& port);

} // namespace ecg
