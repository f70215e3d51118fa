// What is kept of a crash: one JSON line that names the tool and the cause, and no patient.
#pragma once

#include <string>
#include <string_view>

namespace ecg::cli {

/// From now on a fatal signal (SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT) leaves a line in
/// $ECG_HOME/logs/crashes.jsonl, says so on standard error, and then ends the tool as it would
/// have. The folder is that of the environment: ECG_HOME, XDG_DATA_HOME/ecg or
/// HOME/.local/share/ecg; without any of them only the message remains.
void record_fatal_signals(std::string_view tool);

/// Leaves the line of an internal error; returns the file, or "" when it could not be written.
std::string record_crash(std::string_view tool, std::string_view cause);

} // namespace ecg::cli
