// Where records of crashes lie: $ECG_HOME/logs/crashes/, one file each, for their owner alone.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ecg::cli {

inline constexpr std::size_t kept_crashes = 100;

/// The folder of a home; "" for "".
std::string crash_folder(const std::string& home);

/// The home that the environment names: ECG_HOME, XDG_DATA_HOME/ecg or HOME/.local/share/ecg; ""
/// when none of them is set.
std::string home_of_environment();

/// Leaves the newest kept_crashes records, and nothing that a writer who was killed left half
/// written an hour ago. Where it may not, or there is no folder, nothing happens.
void tidy_crash_folder(const std::string& folder) noexcept;

/// Writes a record that appears in folder whole or not at all, and makes the folder where it is
/// missing. False when it cannot be: then nothing of it stays. Safe in a signal handler.
bool place_crash_record(const char* folder, std::string_view name, std::string_view text) noexcept;

} // namespace ecg::cli
