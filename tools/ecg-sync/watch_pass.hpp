// One pass of a watch over the queue: a run that waits for nothing, with the server's connections
// and the login of the pass before.
#pragma once

#include "config/settings.hpp"
#include "sync/rules.hpp"
#include "sync/run_targets.hpp"
#include "sync/target_memory.hpp"
#include "sync/timetable.hpp"
#include "target_rests.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace ecg {

struct PassEnd {
    sync::RunResult result;
    Rest rest;                            ///< until the next one
    std::vector<sync::TargetRun> targets; ///< how it went with each
};

class WatchPass {
public:
    /// alive is called again and again while a pass is at work; tell hears of a damaged log.
    /// leaves_alone: the first pass asks nobody who wanted to be left alone. Throws Error{usage}
    /// for settings that are wrong.
    WatchPass(const config::Settings& settings, const sync::QueueFolder& queue,
              std::function<void()> alive, std::function<void(const std::string&)> tell,
              bool leaves_alone);

    /// Needs the queue's lock. Throws as sync::run_targets() does.
    PassEnd make(sync::QueueFolder& queue);

    /// The next pass asks all targets, also those that rest.
    void wake_all() { rests_ = TargetRests{pace_}; }

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
    TargetRests rests_;
    std::unique_ptr<sync::UploadLog> log_;
    std::shared_ptr<sync::Target> server_; ///< once it was asked
    bool leaves_alone_;
};

} // namespace ecg
