// The server itself, from its settings to its last answer.
#pragma once

#include "config/settings.hpp"

namespace ecg {

/// Returns when somebody asked for a stop and what was taken is answered. Throws Error.
void run_server(const config::Settings& settings);

} // namespace ecg
