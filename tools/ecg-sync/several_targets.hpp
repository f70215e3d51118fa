// A run that sends to more than the server alone: its targets, and what its end means.
#pragma once

#include "config/settings.hpp"
#include "sync/run_preview.hpp"
#include "sync/run_targets.hpp"
#include "sync/target_memory.hpp"

#include <functional>
#include <string>
#include <vector>

namespace ecg {

/// Whether the rules name the server and nobody else.
bool is_server_alone(const sync::Rules& rules);

/// Each is opened once something is to go there, and then kept, so settings that are missing hold
/// up nobody else. abandon: asked a few times a second while something is under way.
std::vector<sync::NamedTarget> named_targets(const config::Settings& settings,
                                             const sync::Rules& rules,
                                             std::function<bool()> abandon);

/// How it went with each, as it is noted.
std::vector<sync::TargetRun> target_runs(const sync::TargetsResult& result,
                                         const config::Settings& settings);

/// What a run with all of them would send. One that could not be opened has its trouble.
std::vector<sync::TargetPreview> preview_several(const config::Settings& settings,
                                                 const sync::Rules& rules,
                                                 const sync::QueueFolder& queue, UtcTime now);

/// Tells what went wrong, a line a target, and throws what that means for the exit code. window:
/// when sending may begin, as the settings have it.
void judge_all(const sync::TargetsResult& result, const std::string& window, bool quiet);

/// A JSON line a target, and one for all.
std::string log_lines(const sync::TargetsResult& result, UtcTime now);

} // namespace ecg
