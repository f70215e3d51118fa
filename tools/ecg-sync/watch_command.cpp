#include "cli/run_tool.hpp"
#include "cli/signals.hpp"
#include "clock_doubts.hpp"
#include "common/error.hpp"
#include "common/stop.hpp"
#include "common/systemd.hpp"
#include "common/url_secrets.hpp"
#include "last_run.hpp"
#include "options.hpp"
#include "queue_warnings.hpp"
#include "run_log.hpp"
#include "run_settings.hpp"
#include "run_world.hpp"
#include "sync/folder_watch.hpp"
#include "sync/watch_pace.hpp"
#include "watch_pass.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <atomic>
#include <random>
#include <set>

namespace ecg {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds company{50}; // what comes together goes together

/// Tells systemd that it lives, as often as it wants to hear.
class Heartbeat {
public:
    void beat() {
        const auto now = Clock::now().time_since_epoch();
        const auto last = Clock::duration{last_.load()};
        if (period_ && now - last >= *period_ / 3) {
            last_ = now.count();
            notify_systemd("WATCHDOG=1");
        }
    }

    [[nodiscard]] milliseconds longest_sleep() const {
        return period_ ? std::max(*period_ / 3, milliseconds{1}) : milliseconds::max();
    }

private:
    std::optional<milliseconds> period_ = watchdog_period();
    std::atomic<Clock::rep> last_{0}; // runs to several targets beat side by side
};

void say(std::string_view what, const std::string& reason) {
    write_log(log_line(what, reason, now_utc()));
}

class Watch {
public:
    Watch(const SettingsOptions& options, const config::Settings& settings)
        : options_{options}, queue_{open_queue(settings)}, only_one_{lock_out_others(queue_)},
          pass_{pass_with(settings, true)}, pace_{pass_.pace()}, folder_{queue_} {}

    void run() {
        say("started", "");
        complain_of_folder();
        notify_systemd("READY=1");
        while (!stop_requested()) {
            if (std::exchange(hung_up_, false) || cli::take_hangup_wish()) {
                reload();
            }
            make_pass();
            sleep();
        }
        notify_systemd("STOPPING=1");
        finish_log();
        say("stopped", "");
    }

private:
    static sync::FileLock lock_out_others(const sync::QueueFolder& queue) {
        const std::string path = queue.state_folder() + "/watch.lock";
        auto lock = sync::FileLock::try_take(path);
        if (!lock) {
            throw Error{ErrorKind::unavailable, path + ": another ecg-sync watch is there already"};
        }
        return std::move(*lock);
    }

    WatchPass pass_with(const config::Settings& settings, bool leaves_alone) {
        return {settings, queue_, [this] { heart_.beat(); },
                [](const std::string& what) { say("trouble", what); }, leaves_alone};
    }

    /// Else it would wait for the next start.
    void finish_log() {
        try {
            const auto lock = queue_.try_lock();
            complain(lock ? pass_.finish(queue_) : "");
        } catch (const Error& error) {
            complain(error.what());
        }
    }

    /// Once, however long it lasts.
    void complain(const std::string& trouble) {
        if (!trouble.empty() && trouble != last_trouble_) {
            say("trouble", trouble);
        }
        last_trouble_ = trouble;
    }

    void complain_of_folder() const {
        if (!folder_.trouble().empty()) {
            say("unwatched", folder_.trouble() + "; new items are found by looking now and then");
        }
    }

    /// The settings as they are now; those that are wrong change nothing.
    void reload() {
        try {
            const config::Settings settings = config::load_settings(
                config::known_keys(), config::sources_of_process(options_.flags, options_.file));
            WatchPass pass = pass_with(settings, false);
            finish_log();
            queue_ = sync::QueueFolder{queue_.path(), queue_limits(settings)};
            pass_ = std::move(pass);
            hurry();
            say("reloaded", "");
        } catch (const Error& error) {
            say("reload failed", std::string{error.what()} + "; the settings before still hold");
            pass_.wake_all();
            hurry();
        }
    }

    /// Nothing hinders the next pass.
    void hurry() {
        pace_ = sync::WatchPace{pass_.pace()};
        rest_.reset();
    }

    void make_pass() {
        rest_.reset();
        try {
            const auto lock = queue_.try_lock();
            if (!lock) {
                pace_.was_busy();
                return;
            }
            const PassEnd end = pass_.make(queue_);
            hurry();
            rest_ = end.rest;
            tell(end);
            complain(end.result.trouble);
            warn(end.result.left);
            tell_clock();
        } catch (const Error& error) {
            pace_.failed(chance());
            say("trouble", error.what());
            notify_systemd(std::string{"STATUS="} + url_without_secrets(error.what()));
            watch_anew(); // somebody may have moved the whole queue
        }
    }

    /// Once, until it is right again.
    void tell_clock() {
        const std::string doubt = server_clocks().doubt();
        if (doubt.empty() == doubts_clock_) {
            doubts_clock_ = !doubt.empty();
            say("clock", doubts_clock_ ? doubt : "agrees with the servers' again");
        }
    }

    /// News only: an empty queue that stays so is none.
    void tell(const PassEnd& end) {
        const sync::RunResult& result = end.result;
        const bool is_news = result.stored + result.failed > 0 || result.end != last_end_ ||
                             result.end == sync::RunEnd::offline ||
                             result.end == sync::RunEnd::denied;
        last_end_ = result.end;
        if (!is_news || (result.end == sync::RunEnd::stopped)) {
            return;
        }
        const bool is_away =
            result.end == sync::RunEnd::offline || result.end == sync::RunEnd::denied;
        const auto next = is_away ? std::optional{next_pass().wait} : std::nullopt;
        note_last_run(queue_, result, end.targets, now_utc());
        write_log(log_line(result, now_utc(), next));
        std::string status = "STATUS=";
        status.append(item_count(result.left)).append(result.left == 1 ? " waits" : " wait");
        status.append(result.reason.empty() ? "" : "; " + url_without_secrets(result.reason));
        notify_systemd(status);
    }

    /// Once, until it is over.
    void warn(std::size_t waiting) {
        std::set<std::string_view> now;
        for (const QueueWarning& warning : queue_warnings(queue_, waiting)) {
            now.insert(warning.about);
            if (!warned_.contains(warning.about)) {
                say("warning", warning.text);
            }
        }
        warned_ = std::move(now);
    }

    /// Until the next pass is due: after its time, or when something comes that may go.
    void sleep() {
        const Rest rest = next_pass();
        const auto due = Clock::now() + rest.wait;
        while (!is_wanted()) {
            const auto now = Clock::now();
            if (now >= due) {
                return;
            }
            const auto left = std::chrono::ceil<milliseconds>(due - now);
            heart_.beat();
            const bool came = folder_.wait(std::min(left, heart_.longest_sleep()),
                                           [this] { return is_wanted(); });
            if (!folder_.is_valid()) {
                watch_anew();
            }
            if (came && rest.wakes) {
                folder_.wait(company, [] { return stop_requested(); });
                return;
            }
        }
    }

    [[nodiscard]] Rest next_pass() const {
        return rest_.value_or(Rest{pace_.wait(), pace_.wakes_for_items()});
    }

    bool is_wanted() {
        hung_up_ = cli::take_hangup_wish() || hung_up_;
        return stop_requested() || hung_up_;
    }

    /// Somebody took the folder away: it is made again.
    void watch_anew() {
        try {
            queue_ = sync::QueueFolder{queue_.path(), queue_.limits()};
            folder_ = sync::FolderWatch{queue_};
            complain_of_folder();
        } catch (const Error& error) {
            say("trouble", error.what()); // and the next pass meets it again
            pause_for(std::chrono::seconds{1});
        }
    }

    double chance() { return std::uniform_real_distribution<double>{0, 1}(random_); }

    const SettingsOptions& options_;
    sync::QueueFolder queue_;
    sync::FileLock only_one_;
    Heartbeat heart_;
    WatchPass pass_;
    sync::WatchPace pace_;     ///< of passes that could not be made
    std::optional<Rest> rest_; ///< where the last pass was made
    sync::FolderWatch folder_;
    std::mt19937_64 random_{std::random_device{}()};
    std::optional<sync::RunEnd> last_end_;
    std::string last_trouble_;
    std::set<std::string_view> warned_; ///< about what
    bool hung_up_ = false;
    bool doubts_clock_ = false;
};

void watch(const SettingsOptions& options, const config::Settings& settings) {
    cli::catch_wishes();
    Watch{options, settings}.run();
    // To be asked to stop is how a service ends, not an interruption.
    throw cli::AlreadyTold{0};
}

} // namespace

void add_watch(CLI::App& app, SettingsOptions& settings_options, const ChooseAction& choose) {
    CLI::App* command = app.add_subcommand("watch", "Send what comes as it comes, until stopped");
    add_sending_flags(*command, settings_options.flags);
    command->callback([choose, &settings_options] {
        choose([&settings_options](const config::Settings& settings) {
            watch(settings_options, settings);
        });
    });
}

} // namespace ecg
