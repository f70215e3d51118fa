// Sends what waits to all targets that are to have it, side by side: none waits for another.
#pragma once

#include "sync/rules.hpp"
#include "sync/run_queue.hpp"
#include "sync/target.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace ecg::sync {

struct NamedTarget {
    std::string name;
    bool knows_sessions = false;
    /// Called once there is something for it. Error{usage} counts as denied.
    std::function<std::shared_ptr<Target>()> open;
    std::string place{}; ///< tells it from another that had its name before
};

/// How it went with one of them. Stored and failed are what it took and refused.
struct TargetEnd {
    std::string name;
    RunResult result;
    std::string shown_as{}; ///< "" for the server alone
};

struct TargetsResult {
    std::vector<TargetEnd> targets;
    std::size_t stored = 0; ///< items that all of their targets have
    std::size_t failed = 0; ///< items that went to failed/
    std::size_t left = 0;   ///< in pending/
};

/// As if it were a run with one target: the worst of the ends, with who was its reason, and the
/// earliest next try.
RunResult as_one(const TargetsResult& all);

/// targets: each of the rules'. Needs the queue's lock. The functions of world are called by one
/// thread at a time, but for pause, elapsed, now and closed. Throws Error{data} when the queue's
/// folders cannot be written: then nothing more is sent, and nothing is lost.
TargetsResult run_targets(QueueFolder& queue, const Rules& rules,
                          const std::vector<NamedTarget>& targets, const RunSettings& settings,
                          const RunWorld& world);

} // namespace ecg::sync
