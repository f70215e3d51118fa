// One pass of a watch over the queue: a run that waits for nothing; for the server alone with the
// connections and the login of the pass before.
#pragma once

#include "config/settings.hpp"
#include "sync/backend_target.hpp"
#include "sync/rules.hpp"
#include "sync/run_queue.hpp"
#include "sync/target_memory.hpp"
#include "sync/timetable.hpp"
#include "target_rests.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace ecg {

struct PassEnd {
    sync::RunResult result;
    std::chrono::milliseconds until_open{}; ///< nothing may begin for so long
    std::optional<Rest> rest;               ///< where there are several targets
    std::vector<sync::TargetRun> targets;   ///< how it went with each
};

class WatchPass {
public:
    /// alive is called again and again while a pass is at work; tell hears of a damaged log.
    /// leaves_alone: the first pass asks nobody who wanted to be left alone. Throws Error{usage}
    /// for settings that are wrong.
    WatchPass(const config::Settings& settings, const sync::QueueFolder& queue,
              std::function<void()> alive, std::function<void(const std::string&)> tell,
              bool leaves_alone);

    /// Needs the queue's lock. Throws as run_queue() does.
    PassEnd make(sync::QueueFolder& queue);

    /// What waits for the log of uploads goes there. Needs the queue's lock. Returns what hinders
    /// it.
    std::string finish(const sync::QueueFolder& queue);

    [[nodiscard]] const sync::WatchSettings& pace() const { return pace_; }

private:
    std::vector<sync::NamedTarget> targets_for(const sync::QueueFolder& queue,
                                               const sync::RunWorld& world);

    config::Settings settings_;
    sync::RunSettings how_;
    sync::WatchSettings pace_;
    sync::SendWindow window_;
    std::function<void()> alive_;
    sync::Rules rules_;
    std::function<bool()> abandon_;
    std::unique_ptr<TargetRests> rests_;
    std::unique_ptr<sync::UploadLog> log_;
    std::shared_ptr<sync::Target> server_; ///< where it is the only target
    bool leaves_alone_;
};

} // namespace ecg
