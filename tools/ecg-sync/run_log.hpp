// What a run of ecg-sync tells: JSON lines for programs, a bar for a person.
#pragma once

#include "cli/progress.hpp"
#include "sync/run_queue.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ecg {

/// One line a step: {"time","what","item",…}. No patient, no data, no token stands in it.
std::string log_line(const sync::RunEvent& event, UtcTime now);

/// Something else worth a line: {"time","what","reason"}.
std::string log_line(std::string_view what, const std::string& reason, UtcTime now);

/// When a target that is away is asked again; absent where it did not say.
std::optional<std::chrono::milliseconds> next_try(const sync::RunResult& result);
/// The same in words: "; it is asked again in 9 min"; "" where it did not say.
std::string next_words(const sync::RunResult& result);

/// The result of a run as a line of the same kind. next: when there will be another.
std::string log_line(const sync::RunResult& result, UtcTime now,
                     std::optional<std::chrono::milliseconds> next = {});

} // namespace ecg
