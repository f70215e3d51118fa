// The host's monotonic clock, which goes on while the host sleeps.
#pragma once

#include "common/units.hpp"

namespace ecg::acquire {

/// Seconds since the host was started.
Seconds monotonic_now();

} // namespace ecg::acquire
