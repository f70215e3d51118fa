// Many recordings become a page each, in one folder.
#pragma once

#include "options.hpp"
#include "write_page.hpp"

namespace ecg {

/// Throws Error; cli::AlreadyTold{1} when some of the recordings failed and the others are done.
void batch_command(const ReportOptions& options, const config::Settings& config,
                   const PageTarget& target);

} // namespace ecg
