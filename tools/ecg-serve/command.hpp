// Runs the command that was named.
#pragma once

#include "options.hpp"

namespace ecg {

/// Throws Error{usage} when none was.
void serve_command(const ServeOptions& options);

} // namespace ecg
