// Signals become a request to stop, so that what was begun can be finished.
#pragma once

namespace ecg::cli {

/// SIGINT and SIGTERM request a stop; a second one ends the program at once. A closed pipe is an
/// error at the write, not a signal.
void catch_stop_signals();

/// SIGHUP and SIGUSR1 are kept as wishes from now on, a full disk is an error at the write, and
/// programs that were started and ended leave nothing behind.
void catch_wishes();

/// Whether SIGHUP came since the last call.
bool take_hangup_wish();
/// Whether SIGUSR1 did.
bool take_user_wish();

} // namespace ecg::cli
