#include "watch_pass.hpp"

#include "backend_settings.hpp"
#include "crash_reports.hpp"
#include "kept_uploads.hpp"
#include "run_settings.hpp"
#include "run_world.hpp"
#include "several_targets.hpp"
#include "sync/receipts.hpp"
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
                     std::function<void()> alive, std::function<void(const std::string&)> tell)
    : settings_{settings}, how_{run_settings(settings)}, pace_{watch_settings(settings)},
      window_{window_in(settings)}, alive_{std::move(alive)}, rules_{rules_in(settings)},
      rests_{std::make_unique<TargetRests>(pace_)}, log_{upload_log(settings, queue, log_pace,
                                                                    std::move(tell))} {
    how_.waits = false; // the lock is for work, not for sleep
    how_.most_misses = 1;
    abandon_ = [is_over = end_of_grace(), alive_now = alive_] {
        alive_now();
        return is_over();
    };
    if (is_server_alone(rules_)) {
        sync::BackendSettings backend = backend_settings(settings);
        backend.http.abandon = abandon_;
        target_ = std::make_unique<sync::BackendTarget>(std::move(backend));
    }
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
    PassEnd end;
    if (target_) {
        end.result = sync::run_queue(queue, *target_, how_, world);
    } else {
        const sync::TargetsResult result = sync::run_targets(
            queue, rules_, rests_->of(named_targets(settings_, rules_, abandon_)), how_, world);
        end.result = sync::as_one(result);
        end.rest =
            rests_->after(result, window_.until_open(local_day_time(now_utc())), world.chance);
    }
    end.until_open = window_.until_open(local_day_time(now_utc()));
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
