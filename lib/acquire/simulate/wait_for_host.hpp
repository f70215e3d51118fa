// Waiting on a descriptor that a host may write to.
#pragma once

#include "acquire/simulate/device_end.hpp"

namespace ecg::acquire {

/// The revents of poll(); 0 at the deadline, at a signal, or at the latest after 50 ms. for_room:
/// also as soon as it can be written to.
short wait_for_host(int descriptor, MonotonicTime deadline, bool for_room);

/// Sleeps until the deadline, but at most 5 ms: nobody is there, and whether somebody came must be
/// looked for.
void wait_for_listener(MonotonicTime deadline);

/// Appends what can be read at once. False when the other end is gone.
bool read_all(int descriptor, std::string& out);

} // namespace ecg::acquire
