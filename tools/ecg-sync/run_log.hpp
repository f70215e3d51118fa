// What a run of ecg-sync tells: JSON lines for programs, a bar for a person.
#pragma once

#include "cli/progress.hpp"
#include "sync/run_queue.hpp"

#include <optional>
#include <string>

namespace ecg {

/// One line a step: {"time","what","item",…}. No patient, no data, no token stands in it.
std::string log_line(const sync::RunEvent& event, UtcTime now);

/// The result of a run as a line of the same kind. next: when there will be another.
std::string log_line(const sync::RunResult& result, UtcTime now,
                     std::optional<std::chrono::milliseconds> next = {});

/// "done", "waiting", "closed", "offline", "denied", "stopped"
std::string_view name_of(sync::RunEnd end);

} // namespace ecg
