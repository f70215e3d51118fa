// Whether somebody asked the program to stop: one flag that a signal handler may set.
#pragma once

namespace ecg {

/// Asks for it. Safe in a signal handler.
void request_stop() noexcept;

/// Whether it was asked for. Long work looks here between two pieces.
bool stop_requested() noexcept;

} // namespace ecg
