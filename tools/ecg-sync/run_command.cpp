#include "backend_settings.hpp"
#include "cli/messages.hpp"
#include "cli/output.hpp"
#include "cli/progress.hpp"
#include "cli/run_tool.hpp"
#include "common/error.hpp"
#include "common/files.hpp"
#include "common/stop.hpp"
#include "options.hpp"
#include "run_log.hpp"

#include <CLI/CLI.hpp>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <random>
#include <thread>

namespace ecg {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds look_around{100};
constexpr std::chrono::seconds grace{5}; // for what is under way when a stop is asked for

struct RunOptions {
    bool json_log = false;
    bool quiet = false;
};

void pause(milliseconds span) {
    const auto end = Clock::now() + span;
    while (Clock::now() < end && !stop_requested()) {
        std::this_thread::sleep_for(std::min<Clock::duration>(look_around, end - Clock::now()));
    }
}

/// True once a stop was asked for so long ago that nobody waits any more.
std::function<bool()> end_of_grace() {
    auto since = std::make_shared<std::optional<Clock::time_point>>();
    return [since] {
        if (stop_requested() && !*since) {
            *since = Clock::now();
        }
        return *since && Clock::now() - **since > grace;
    };
}

void log(const std::string& line) {
    write_all(STDERR_FILENO, line, "standard error");
}

/// For a person: what went wrong, and no more.
void tell_event(const sync::RunEvent& event) {
    if (event.what == "failed" || event.what == "skipped") {
        cli::tell(event.item + ": " + event.reason +
                  (event.what == "failed" ? "; it is in failed/" : "; it stays in pending/"));
    }
}

sync::RunWorld world_of(const RunOptions& options) {
    sync::RunWorld world;
    world.now = now_utc;
    world.elapsed = [start = Clock::now()] {
        return std::chrono::duration_cast<milliseconds>(Clock::now() - start);
    };
    world.pause = pause;
    world.stop = stop_requested;
    world.chance = [random = std::mt19937_64{std::random_device{}()}]() mutable {
        return std::uniform_real_distribution<double>{0, 1}(random);
    };
    world.tell = [json = options.json_log](const sync::RunEvent& event) {
        json ? log(log_line(event, now_utc())) : tell_event(event);
    };
    auto bar = std::make_shared<std::optional<cli::Progress>>();
    world.progress = [bar](std::size_t done, std::size_t all) {
        if (!*bar) {
            bar->emplace("items", static_cast<double>(all));
        }
        (*bar)->show(static_cast<double>(done));
    };
    return world;
}

std::string items(std::size_t count) {
    return std::to_string(count) + (count == 1 ? " item" : " items");
}

/// Throws what the run's end means for the exit code.
void judge(const sync::RunResult& result, const std::string& server, bool quiet) {
    const std::string left = "; " + items(result.left) + (result.left == 1 ? " waits" : " wait");
    switch (result.end) {
    case sync::RunEnd::denied:
        throw Error{ErrorKind::usage, server + ": " + result.reason + left};
    case sync::RunEnd::offline:
        if (quiet) {
            throw cli::AlreadyTold{3};
        }
        throw Error{ErrorKind::unavailable, server + ": " + result.reason + left};
    case sync::RunEnd::waiting:
        if (quiet) {
            throw cli::AlreadyTold{3};
        }
        throw Error{ErrorKind::unavailable, "the time is up" + left};
    case sync::RunEnd::stopped:
        throw Error{ErrorKind::interrupted, "stopped" + left};
    case sync::RunEnd::done:
        break;
    }
    if (result.blocked > 0 && !quiet) {
        cli::tell(items(result.blocked) +
                  " cannot go, for the start of their session is in failed/");
    }
    if (!result.trouble.empty()) {
        throw Error{ErrorKind::data,
                    result.trouble + "; what was sent left the queue all the same"};
    }
    if (result.failed > 0) {
        throw cli::AlreadyTold{1};
    }
}

void run(const config::Settings& settings, const RunOptions& options) {
    sync::BackendSettings backend = backend_settings(settings);
    backend.http.abandon = end_of_grace();
    sync::RunSettings how;
    how.budget = span_in(settings, "sync.max_time");
    how.back_off.first = span_in(settings, "sync.back_off");
    how.most_tries = static_cast<int>(settings.number("sync.tries"));
    sync::QueueFolder queue = open_queue(settings);
    const auto lock = queue.try_lock();
    if (!lock) {
        if (!options.quiet) {
            cli::tell("another ecg-sync is at work; this one leaves it to that");
        }
        return;
    }
    sync::BackendTarget target{std::move(backend)};
    const sync::RunResult result = [&] {
        return sync::run_queue(queue, target, how, world_of(options));
    }();
    if (options.json_log) {
        log(log_line(result, now_utc()));
    }
    judge(result, target.name(), options.quiet);
}

} // namespace

void add_run(CLI::App& app, config::Flags& flags, const ChooseAction& choose) {
    CLI::App* sending = app.add_subcommand("run", "Send what waits, and end");
    const auto options = std::make_shared<RunOptions>();
    sending->add_option("--url", flags["sync.url"], "The server's API, with its /api/v1")
        ->type_name("URL");
    sending->add_option("--max-time", flags["sync.max_time"], "Begin nothing after this time")
        ->type_name("TIME");
    sending
        ->add_option("--bwlimit", flags["sync.bytes_per_second"],
                     "Bytes a second to send at most; 0: no limit")
        ->type_name("BYTES");
    sending->add_flag("--log-json", options->json_log, "Tell each step as a JSON line");
    sending->add_flag("-q,--quiet", options->quiet, "Say nothing of a server that is away");
    sending->callback([choose, options] {
        choose([options](const config::Settings& settings) { run(settings, *options); });
    });
}

} // namespace ecg
