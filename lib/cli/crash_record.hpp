// What is kept of a crash: one JSON object in a file of its own, that names the tool and the cause,
// and no patient: nothing of the arguments, the environment or the input stands in it.
#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <typeinfo>

namespace ecg::cli {

/// From now on a fatal signal (SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT) or an exception that
/// nobody catches leaves a record in $ECG_HOME/logs/crashes/, with a backtrace and the last notes
/// (common/notes.hpp), says so on standard error, and then ends the tool by that signal as it
/// would have. Home is the environment's: ECG_HOME, XDG_DATA_HOME/ecg or HOME/.local/share/ecg;
/// without any of them only the message remains.
void record_fatal_signals(std::string_view tool);

/// Another home, which the settings name.
void record_crashes_in(const std::string& home);

/// Leaves the record of an internal error; returns its file, or "" when it could not be written.
std::string record_crash(std::string_view cause);

/// What a record may say of an exception: its type, and its words where they cannot quote what was
/// read or asked for.
std::string cause_of(const std::exception& error);

/// "std::out_of_range"
std::string name_of_type(const std::type_info& type);

} // namespace ecg::cli
