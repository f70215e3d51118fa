// The targets of a run, and what its end means.
#pragma once

#include "config/settings.hpp"
#include "sync/run_preview.hpp"
#include "sync/run_targets.hpp"
#include "sync/target_memory.hpp"

#include <functional>
#include <string>
#include <vector>

namespace ecg {

/// Throws Error{usage} where settings of a server that is the only target are missing or wrong:
/// then a run is for nothing. Those of several hold up only themselves, once they are needed.
void check_server_alone(const config::Settings& settings, const sync::Rules& rules);

/// Each is opened once something is to go there, and then kept, so settings that are missing hold
/// up nobody else. abandon: asked a few times a second while something is under way.
std::vector<sync::NamedTarget> named_targets(const config::Settings& settings,
                                             const sync::Rules& rules,
                                             std::function<bool()> abandon);

/// How it went with each, as it is noted.
std::vector<sync::TargetRun> target_runs(const sync::TargetsResult& result,
                                         const config::Settings& settings);

/// What a run with all of them would send. One that could not be opened has its trouble.
std::vector<sync::TargetPreview> preview(const config::Settings& settings, const sync::Rules& rules,
                                         const sync::QueueFolder& queue, UtcTime now);

/// Tells what went wrong, a line a target, and throws what that means for the exit code.
void judge(const sync::TargetsResult& result, const config::Settings& settings, bool quiet);

/// A JSON line a target, unless the server is alone, and one for all.
std::string log_lines(const sync::TargetsResult& result, UtcTime now);

} // namespace ecg
