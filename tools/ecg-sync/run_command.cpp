#include "cli/messages.hpp"
#include "cli/output.hpp"
#include "cli/progress.hpp"
#include "cli/run_tool.hpp"
#include "clock_doubts.hpp"
#include "common/error.hpp"
#include "common/stop.hpp"
#include "common/text.hpp"
#include "crash_reports.hpp"
#include "kept_uploads.hpp"
#include "last_run.hpp"
#include "named_targets.hpp"
#include "options.hpp"
#include "preview_words.hpp"
#include "queue_warnings.hpp"
#include "run_log.hpp"
#include "run_settings.hpp"
#include "run_world.hpp"
#include "sync/rested_target.hpp"
#include "target_settings.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <optional>

namespace ecg {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds look_for_lock{100};

struct RunOptions {
    bool json_log = false;
    bool quiet = false;
    bool dry = false;
    bool now = false; ///< asks also who wanted to be left alone
    std::string wait; ///< "" = not at all
};

/// For a person: what went wrong, and no more.
void tell_event(const sync::RunEvent& event) {
    if (event.what == "failed" || event.what == "skipped") {
        const bool is_out = event.what == "failed" && event.target.empty();
        const std::string where = is_out                   ? "; it is in failed/"
                                  : event.what == "failed" ? "; it is given up there"
                                                           : "; it stays in pending/";
        const std::string who = event.target.empty() ? "" : event.target + ": ";
        cli::tell(who + event.item + ": " + event.reason + where);
    }
}

/// what: "items", which a bar counts.
sync::RunWorld world_of(const sync::SendWindow& window, const RunOptions& options,
                        const char* what) {
    sync::RunWorld world = run_world(window);
    if (options.json_log) {
        world.tell = [](const sync::RunEvent& event) {
            note_event(event);
            write_log(log_line(event, now_utc()));
        };
        return world; // a bar among its lines would spoil them
    }
    world.tell = [](const sync::RunEvent& event) {
        note_event(event);
        tell_event(event);
    };
    auto bar = std::make_shared<std::optional<cli::Progress>>();
    world.progress = [bar, what](std::size_t done, std::size_t all) {
        if (!*bar) {
            bar->emplace(what, static_cast<double>(all));
        }
        (*bar)->show(static_cast<double>(done), static_cast<double>(all)); // another target's, too
    };
    return world;
}

std::chrono::milliseconds wait_in(const RunOptions& options) {
    const auto span = options.wait.empty() ? Seconds{0} : parse_span(options.wait);
    if (!span) {
        throw Error{ErrorKind::usage, "--wait: \"" + options.wait + "\" is no time such as 30s"};
    }
    return std::chrono::duration_cast<std::chrono::milliseconds>(*span);
}

/// Absent when another is at work, and nobody wants to wait for it.
std::optional<sync::FileLock> lock_within(const sync::QueueFolder& queue,
                                          std::chrono::milliseconds wait, bool quiet) {
    const auto end = Clock::now() + wait;
    for (;;) {
        if (auto lock = queue.try_lock()) {
            return lock;
        }
        if (stop_requested()) {
            throw Error{ErrorKind::interrupted, "stopped while another ecg-sync was at work"};
        }
        if (Clock::now() >= end) {
            break;
        }
        pause_for(look_for_lock);
    }
    if (wait.count() > 0 && quiet) {
        throw cli::AlreadyTold{3};
    }
    if (wait.count() > 0) {
        throw Error{ErrorKind::unavailable, "another ecg-sync is still at work"};
    }
    if (!quiet) {
        cli::tell("another ecg-sync is at work; this one leaves it to that");
    }
    return std::nullopt;
}

/// But for those who want to be left alone, unless somebody asks for that.
std::vector<sync::NamedTarget> as_they_want(std::vector<sync::NamedTarget> targets,
                                            const RunOptions& options,
                                            const sync::QueueFolder& queue,
                                            const sync::RunSettings& how,
                                            const sync::RunWorld& world) {
    return options.now
               ? std::move(targets)
               : sync::leave_alone(std::move(targets), sync::TargetMemory{queue}, how, world);
}

/// A clock that cannot be right is told, and hinders nothing.
void tell_clock(const RunOptions& options) {
    const std::string doubt = server_clocks().doubt();
    if (!doubt.empty() && options.json_log) {
        write_log(log_line("clock", doubt, now_utc()));
    } else if (!doubt.empty() && !options.quiet) {
        cli::tell(doubt);
    }
}

/// The run itself; its bar is gone behind it.
sync::TargetsResult send(const config::Settings& settings, const sync::Rules& rules,
                         const RunOptions& options, sync::QueueFolder& queue,
                         sync::UploadLog& log) {
    const sync::RunSettings how = run_settings(settings);
    const char* const counted = rules.all().size() > 1 ? "uploads" : "items";
    sync::RunWorld world = world_of(window_in(settings), options, counted);
    world.log = &log;
    const auto targets =
        as_they_want(named_targets(settings, rules, end_of_grace()), options, queue, how, world);
    return sync::run_targets(queue, rules, targets, how, world);
}

void run(const config::Settings& settings, const RunOptions& options) {
    const sync::Rules rules = rules_in(settings);
    if (options.dry) {
        const auto found = preview(settings, rules, open_queue(settings), now_utc());
        cli::Output output{"-", Overwrite::never};
        output.write(options.json_log ? as_json_lines(found) : as_text(found));
        output.finish();
        return;
    }
    check_server_alone(settings, rules);
    const auto wait = wait_in(options);
    sync::QueueFolder queue = open_queue(settings);
    const auto log = upload_log(settings, queue, std::chrono::milliseconds{0}, cli::tell);
    const auto lock = lock_within(queue, wait, options.quiet);
    if (!lock) {
        return;
    }
    if (!rules.errors.empty()) {
        queue_crashes(queue, settings);
    }
    const sync::TargetsResult result = send(settings, rules, options, queue, *log);
    note_last_run(queue, as_one(result), target_runs(result, settings), now_utc());
    if (options.json_log) {
        write_log(log_lines(result, now_utc()));
    }
    tell_clock(options);
    if (!options.quiet) {
        tell_warnings(queue, result.left);
    }
    judge(result, settings, options.quiet);
}

} // namespace

void add_run(CLI::App& app, config::Flags& flags, const ChooseAction& choose) {
    CLI::App* sending = app.add_subcommand("run", "Send what waits, and end");
    const auto options = std::make_shared<RunOptions>();
    add_sending_flags(*sending, flags);
    sending->add_option("--max-time", flags["sync.max_time"], "Begin nothing after this time")
        ->type_name("TIME");
    sending->add_option("--wait", options->wait, "Wait so long while another is at work")
        ->type_name("TIME");
    sending->add_flag("--now", options->now, "Ask also who wanted to be left alone for a while");
    sending->add_flag("--dry-run", options->dry, "Say what would be sent, and send nothing");
    sending->add_flag("--log-json", options->json_log, "Tell each step as a JSON line");
    sending->add_flag("-q,--quiet", options->quiet, "Say nothing of a server that is away");
    sending->callback([choose, options] {
        choose([options](const config::Settings& settings) { run(settings, *options); });
    });
}

void add_sending_flags(CLI::App& command, config::Flags& flags) {
    command.add_option("--url", flags["sync.url"], "The server's API, with its /api/v1")
        ->type_name("URL");
    command
        .add_option("--bwlimit", flags["sync.bytes_per_second"],
                    "Bytes a second to send at most: 64k, off, \"08:00,64k 20:00,off\"")
        ->type_name("RATE");
    command
        .add_option("--window", flags["sync.window"],
                    "Send at these hours alone: 20:00-06:00, always")
        ->type_name("HOURS");
}

} // namespace ecg
