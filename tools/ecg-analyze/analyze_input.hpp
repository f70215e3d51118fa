// One input from its first line to its last.
#pragma once

#include "analyze/analyze.hpp"
#include "options.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace ecg {

/// Where the results of one input go.
struct ResultPort {
    std::function<void(std::string_view)> write; ///< whole lines
    std::function<void(std::string_view)> tell;  ///< one line for a person
};

/// Analyses every recording of path. Throws Error.
void analyze_input(const std::string& path, const AnalyzeOptions& options,
                   const analyze::AnalyzeSettings& settings, const ResultPort& port);

} // namespace ecg
