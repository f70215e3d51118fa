#include "watch_pass.hpp"

#include "backend_settings.hpp"
#include "crash_reports.hpp"
#include "kept_uploads.hpp"
#include "named_targets.hpp"
#include "run_settings.hpp"
#include "run_world.hpp"
#include "sync/receipts.hpp"
#include "sync/rested_target.hpp"
#include "target_settings.hpp"

#include <algorithm>
#include <utility>

namespace ecg {
namespace {

constexpr std::chrono::minutes log_pace{1}; // to write it costs as much as it is long

sync::WatchSettings watch_settings(const config::Settings& settings) {
    sync::WatchSettings how;
    how.poll = std::max(span_in(settings, "sync.poll"), std::chrono::milliseconds{1000});
    how.away.first = span_in(settings, "sync.back_off");
    return how;
}

} // namespace

WatchPass::WatchPass(const config::Settings& settings, const sync::QueueFolder& queue,
                     std::function<void()> alive, std::function<void(const std::string&)> tell,
                     bool leaves_alone)
    : settings_{settings}, how_{run_settings(settings)}, pace_{watch_settings(settings)},
      window_{window_in(settings)}, alive_{std::move(alive)}, rules_{rules_in(settings)},
      rests_{pace_}, log_{upload_log(settings, queue, log_pace, std::move(tell))},
      leaves_alone_{leaves_alone} {
    how_.waits = false; // the lock is for work, not for sleep
    how_.most_misses = 1;
    abandon_ = [is_over = end_of_grace(), alive_now = alive_] {
        alive_now();
        return is_over();
    };
    check_server_alone(settings, rules_);
}

/// Later passes know by a clock that nobody sets who rests.
std::vector<sync::NamedTarget> WatchPass::targets_for(const sync::QueueFolder& queue,
                                                      const sync::RunWorld& world) {
    std::vector<sync::NamedTarget> targets = named_targets(settings_, rules_, abandon_);
    for (sync::NamedTarget& target : targets) {
        if (target.name == sync::server_name) {
            target.open = [this, open = target.open] {
                return server_ = server_ ? server_ : open();
            };
        }
    }
    targets = rests_.of(std::move(targets));
    return std::exchange(leaves_alone_, false)
               ? sync::leave_alone(std::move(targets), sync::TargetMemory{queue}, how_, world)
               : std::move(targets);
}

PassEnd WatchPass::make(sync::QueueFolder& queue) {
    sync::RunWorld world = run_world(window_);
    world.stop = [this, stop = world.stop] {
        alive_();
        return stop();
    };
    world.log = log_.get();
    world.tell = [](const sync::RunEvent& event) {
        note_event(event);
        write_log(log_line(event, now_utc()));
    };
    if (!rules_.errors.empty()) {
        queue_crashes(queue, settings_);
    }
    const sync::TargetsResult result =
        sync::run_targets(queue, rules_, targets_for(queue, world), how_, world);
    PassEnd end;
    end.result = sync::as_one(result);
    end.rest = rests_.after(result, window_.until_open(local_day_time(now_utc())), world.chance);
    end.targets = target_runs(result, settings_);
    for (sync::TargetRun& run : end.targets) {
        run.next = rests_.next_of(run.name);
    }
    return end;
}

std::string WatchPass::finish(const sync::QueueFolder& queue) {
    std::string trouble;
    for (const std::string& target : sync::targets_with_ledger(queue)) {
        sync::Ledger ledger{sync::ledger_path(queue, target)};
        trouble += log_->take(ledger); // told once
    }
    return trouble;
}

} // namespace ecg
