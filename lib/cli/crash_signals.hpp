// Fatal signals and exceptions that nobody catches leave a record before they end the tool.
#pragma once

namespace ecg::cli {

/// Needs crash_place(). The tool still ends by the signal that came first; a record that takes
/// longer than ten seconds is given up for that.
void catch_fatal_signals() noexcept;

} // namespace ecg::cli
