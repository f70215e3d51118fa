// Signals become a request to stop, so that what was begun can be finished.
#pragma once

namespace ecg::cli {

/// SIGINT and SIGTERM request a stop; a second one ends the program at once. A closed pipe is an
/// error at the write, not a signal.
void catch_stop_signals();

} // namespace ecg::cli
