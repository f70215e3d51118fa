// Runs the command that was named.
#pragma once

#include "options.hpp"

namespace ecg {

/// Runs the server when none was.
void serve_command(const ServeOptions& options);

} // namespace ecg
