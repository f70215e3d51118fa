// The server itself, from its settings to its last answer.
#pragma once

#include "config/settings.hpp"

namespace ecg {

/// Ends, by AlreadyTold, when somebody asked for a stop and what was taken is answered, or was not
/// in time. Throws Error when it cannot begin.
[[noreturn]] void run_server(const config::Settings& settings);

} // namespace ecg
