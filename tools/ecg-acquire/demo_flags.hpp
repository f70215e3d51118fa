// The flags of ecg-acquire demo that shape the heart and its surroundings.
#pragma once

#include "options.hpp"

namespace ecg {

/// Each flag adds one change to options.changes.
void add_signal_flags(CLI::App& demo, DemoOptions& options);

} // namespace ecg
