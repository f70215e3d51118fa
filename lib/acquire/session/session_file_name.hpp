// How session files are called: a pattern with the time, a short name and a number in it.
#pragma once

#include "common/time.hpp"

#include <string>
#include <string_view>

namespace ecg::acquire {

/// The pattern with %Y %y %m %d %j %H %M %S %F %T of time filled in, as strftime has them, %% for
/// a percent sign, and user for {user}. number tells names apart that would be the same: it stands
/// for {n}, counted from 1, or as "-1", "-2" … before the extension, where 0 adds nothing.
/// Throws Error{usage} for anything else behind a % or in braces, and for an empty name.
std::string session_file_name(const std::string& pattern, std::string_view user, UtcTime time,
                              int number);

/// "night.jsonl" with 2 is "night-2.jsonl"; with 0 it stays.
std::string numbered_name(const std::string& path, int number);

/// text as a part of a file name: no folder, nothing hidden, nothing that a shell takes for more
/// than a letter. "unknown" for "".
std::string safe_in_file_name(std::string_view text);

} // namespace ecg::acquire
